/** Ctrl Z takes back, Ctrl Shift Z and Ctrl Y do it again; on a Mac with Cmd. By places on the keyboard, not by letters. */
export function undoKey(event: KeyboardEvent): 'undo' | 'redo' | undefined {
  if (event.altKey || !(event.ctrlKey || event.metaKey)) return undefined
  if (event.code === 'KeyZ') return event.shiftKey ? 'redo' : 'undo'
  return event.code === 'KeyY' && !event.shiftKey ? 'redo' : undefined
}
