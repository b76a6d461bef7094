/** Cyrillic names also in Latin letters, so that `ivano` finds Иванов. */
import { fold } from '#domain/fold.ts'

const latin: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
}

/** ICAO Doc 9303 letters, as in passports, in lower case. Text without Cyrillic stays as it is. */
export function transliterate(text: string): string {
  return fold(text).replace(/[а-я]/g, (letter) => latin[letter] ?? letter)
}
