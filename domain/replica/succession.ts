/**
 * When one view takes the place of another, the characters of one in terms of the other: one that the server or another
 * window has is itself; one of a row that was made again is its copy; any other is gone.
 */
import * as Y from 'yjs'
import { isHere, isVisible, leftOf, type CharacterId, type CharacterRange } from './characters.ts'

export class Succession {
  private readonly copies: { from: CharacterRange; to: CharacterRange }[] = []
  private readonly former: Y.Doc
  private readonly view: Y.Doc

  constructor(former: Y.Doc, view: Y.Doc) {
    this.former = former
    this.view = view
  }

  note(from: CharacterRange, to: CharacterRange): void {
    if (from.length > 0) this.copies.push({ from, to })
  }

  findAll(ranges: readonly CharacterRange[]): CharacterRange[] {
    return ranges.flatMap(({ client, clock, length }) => {
      if (clock + length <= Y.getState(this.view.store, client)) return [{ client, clock, length }]
      return Array.from({ length }, (_, offset) => this.find({ client, clock: clock + offset })).flatMap(
        (found) => (found ? [{ ...found, length: 1 }] : []),
      )
    })
  }

  /**
   * The nearest character to the left in the former view that can be seen in this one; `null` at the start. Kept to
   * for every row, it leaves all that is still there in the order it was seen in. `undefined` when the former view never
   * showed the character: it stands beside one of another window that was made again meanwhile.
   */
  leftOf(character: CharacterId): CharacterId | null | undefined {
    if (!isHere(this.former, character)) return undefined
    let left = leftOf(this.former, character)
    while (left) {
      const found = this.find(left)
      if (found && isVisible(this.view, found)) return found
      left = leftOf(this.former, left)
    }
    return null
  }

  private find({ client, clock }: CharacterId): CharacterId | undefined {
    if (isHere(this.view, { client, clock })) return { client, clock }
    const copy = this.copies.find(
      ({ from }) => from.client === client && clock >= from.clock && clock < from.clock + from.length,
    )
    return copy && { client: copy.to.client, clock: copy.to.clock + clock - copy.from.clock }
  }
}
