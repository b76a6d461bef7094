/**
 * Follows Asterisk's queue_log, the journal that loses nothing: from a position (inode and offset) that the caller
 * keeps in the same transaction as what the lines led to. A rotated file is read to its end before the new one.
 */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface Position {
  inode: number
  /** Bytes of whole lines read. */
  offset: number
}

export interface QueueLogTail {
  lines: string[]
  position: Position | undefined
}

/** Bytes read in one turn, so that a long journal is taken in steps. */
const step = 1 << 20

/** Whole lines after the position, at most about a megabyte; none left when it answers no lines. */
export function readQueueLog(path: string, from: Position | undefined): QueueLogTail {
  const current = inodeOf(path)
  if (from && from.inode !== current) {
    const rotated = findByInode(path, from.inode)
    const rest = rotated === undefined ? undefined : readLines(rotated, from)
    if (rest && rest.lines.length > 0) return rest
  }
  if (current === undefined) return { lines: [], position: from }
  const position = from?.inode === current ? from : { inode: current, offset: 0 }
  return readLines(path, position)
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}

/** Where `logger rotate`, or logrotate, has moved the file: a neighbour whose name begins with its name. */
function findByInode(path: string, inode: number): string | undefined {
  const folder = dirname(path)
  if (!existsSync(folder)) return undefined
  return readdirSync(folder)
    .filter((name) => name.startsWith(basename(path)))
    .map((name) => join(folder, name))
    .find((candidate) => inodeOf(candidate) === inode)
}

function readLines(path: string, { inode, offset }: Position): QueueLogTail {
  const file = openSync(path, 'r')
  try {
    const { ino, size } = fstatSync(file)
    if (ino !== inode) return { lines: [], position: { inode, offset } }
    // A file shorter than what was read of it has been emptied in place.
    const start = size < offset ? 0 : offset
    const bytes = Buffer.alloc(Math.min(step, size - start))
    const read = readSync(file, bytes, 0, bytes.length, start)
    const end = bytes.lastIndexOf(0x0a, read - 1) + 1
    const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
    return { lines, position: { inode, offset: start + end } }
  } finally {
    closeSync(file)
  }
}
