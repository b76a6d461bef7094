/** A reason that Hocuspocus passes on to the client as it is, without a word to the console. */
export class Denied extends Error {
  readonly reason: string
  constructor(reason: string) {
    super('')
    this.reason = reason
  }
}
