/** A reason that Hocuspocus passes on to the client as it is; while a document is being opened, without a word to the console. */
export class Denied extends Error {
  readonly reason: string
  constructor(reason: string) {
    super('')
    this.reason = reason
  }
}
