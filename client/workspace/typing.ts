/** Whether the person is typing somewhere, so that neither a ring nor a bare key may interfere. */
export function isTyping(): boolean {
  const focused = document.activeElement
  if (focused instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'range', 'button'].includes(focused.type)
  return (
    focused instanceof HTMLTextAreaElement ||
    focused instanceof HTMLSelectElement ||
    (focused instanceof HTMLElement && focused.isContentEditable)
  )
}
