/** Chance that comes out the same each time it is begun with the same seed. */
import * as prng from 'lib0/prng'

export type Dice = prng.PRNG

export const rollFrom = (seed: number): Dice => prng.create(seed)

/** A whole number, both ends included. */
export const between = (dice: Dice, least: number, most: number): number => prng.int53(dice, least, most)

/** 0 ≤ number < 1 */
export const fraction = (dice: Dice): number => prng.real53(dice)

/** True in `share` of all cases, 0–1. */
export const happens = (dice: Dice, share: number): boolean => prng.real53(dice) < share

export function pick<Item>(dice: Dice, items: readonly Item[]): Item {
  const item = items[between(dice, 0, items.length - 1)]
  if (item === undefined) throw new RangeError('there is nothing to pick from')
  return item
}

/** One of the names, each as often as its weight says. */
export function pickWeighted<Name extends string>(dice: Dice, weights: Readonly<Record<Name, number>>): Name {
  const names = Object.keys(weights) as Name[]
  let left = fraction(dice) * names.reduce((sum, name) => sum + weights[name], 0)
  const chosen = names.find((name) => (left -= weights[name]) < 0)
  return chosen ?? pick(dice, names)
}
