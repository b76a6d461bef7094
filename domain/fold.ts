/** Words as they are compared: in lower case, е for ё, one space between, letters whole (some keyboards send й in parts). */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()
}
