/** Chance that can be had again: the same seed gives the same numbers (xorshift32). */
export class Random {
  private state: number

  constructor(seed: number) {
    this.state = seed | 0 || 1
  }

  /** 0 … `below` − 1. */
  nat(below: number): number {
    this.state ^= this.state << 13
    this.state ^= this.state >>> 17
    this.state ^= this.state << 5
    return (this.state >>> 0) % below
  }

  chance(oneIn: number): boolean {
    return this.nat(oneIn) === 0
  }

  /** Throws a RangeError when there is nothing to choose from. */
  pick<Value>(values: readonly Value[]): Value {
    const value = values[this.nat(values.length)]
    if (value === undefined) throw new RangeError('nothing to choose from')
    return value
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.nat(256))
  }
}
