import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { differenceOf, inPieces, moveIndex, type TextDelta } from './text-delta.ts'

const apply = (text: string, deltas: readonly TextDelta[]) =>
  deltas.reduce(
    (now, { index, removed, inserted }) => now.slice(0, index) + inserted + now.slice(index + removed),
    text,
  )
const hasHalfCharacter = (text: string) => !text.isWellFormed()

describe('the difference of two texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '😁', '🙀'), maxLength: 12 })

  it('makes the one of the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(apply(before, differenceOf(before, after))).toBe(after)
      }),
    )
  })

  it('never cuts a character in two', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        for (const { index, removed, inserted } of differenceOf(before, after)) {
          expect(hasHalfCharacter(inserted)).toBe(false)
          expect(hasHalfCharacter(before.slice(0, index))).toBe(false)
          expect(hasHalfCharacter(before.slice(index + removed))).toBe(false)
        }
      }),
    )
  })

  it('is nothing when there is none', () => {
    expect(differenceOf('a', 'a')).toEqual([])
  })

  it('is only what was typed', () => {
    expect(differenceOf('утро', 'утром')).toEqual([{ index: 4, removed: 0, inserted: 'м' }])
    expect(differenceOf('вечер', 'утро')).toEqual([{ index: 0, removed: 5, inserted: 'утро' }])
  })
})

describe('a caret', () => {
  type Row = [sentence: string, at: number, delta: TextDelta, then: number]
  const rows: Row[] = [
    ['moves with text typed before it', 5, { index: 2, removed: 0, inserted: 'xx' }, 7],
    ['stays before text typed after it', 2, { index: 5, removed: 0, inserted: 'xx' }, 2],
    ['stays before text typed at its place', 2, { index: 2, removed: 0, inserted: 'xx' }, 2],
    ['moves back when text before it goes', 5, { index: 1, removed: 2, inserted: '' }, 3],
    ['goes where the text around it was', 3, { index: 1, removed: 4, inserted: '' }, 1],
    ['stays behind what is replaced before it', 5, { index: 1, removed: 2, inserted: 'xxx' }, 6],
  ]
  test.each(rows)('%s', (_sentence, at, delta, then) => {
    expect(moveIndex(at, [delta])).toBe(then)
  })

  it('follows several changes in turn, and never leaves the text', () => {
    const delta = fc.record({ index: fc.nat(20), removed: fc.nat(5), inserted: fc.string({ maxLength: 5 }) })
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.nat(20), fc.array(delta), (start, caret, changes) => {
        let text = start
        const fitting = changes.map(({ index, removed, inserted }) => {
          const from = Math.min(index, text.length)
          const fit = { index: from, removed: Math.min(removed, text.length - from), inserted }
          text = apply(text, [fit])
          return fit
        })
        const at = moveIndex(Math.min(caret, start.length), fitting)
        expect(at).toBeGreaterThanOrEqual(0)
        expect(at).toBeLessThanOrEqual(text.length)
      }),
    )
  })
})

describe('a change in pieces', () => {
  it('is the same change, and no piece is longer than allowed or half a character', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '😀', 'ё'), maxLength: 30 })
    fc.assert(
      fc.property(text, text, fc.integer({ min: 2, max: 7 }), (before, inserted, most) => {
        const change = { index: 0, removed: before.length, inserted }
        const pieces = inPieces(change, most)
        expect(apply(before, pieces)).toBe(inserted)
        for (const piece of pieces) {
          expect(piece.inserted.length).toBeLessThanOrEqual(most)
          expect(piece.inserted.isWellFormed()).toBe(true)
        }
      }),
    )
  })
})
