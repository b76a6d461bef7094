/** One call of the training line: plays its scenes one after another, as people decide. */
import type { HangupSide } from '#domain/telephony/call.ts'
import { cast, legOf, playEvent, playLine, type Caller, type Leg, type Operator } from './casting.ts'
import type { Field, RecordedEvent } from './recorded-session.ts'
import type { Scene, Scenes } from './scenes.ts'

export interface Stage {
  systemName: string
  scenes: Scenes
  /** A fresh id of a channel. */
  nextId(): string
  /** A fresh name of a channel of this endpoint. */
  nextChannel(endpoint: string): string
  send(events: readonly (readonly Field[])[]): void
  writeJournal(lines: readonly string[]): void
  /** Leaves a recording of so many seconds. */
  record(id: string, seconds: number): void
}

export class TrainingCall {
  readonly caller: Caller
  private readonly stage: Stage
  private readonly ringing: readonly Leg[]
  private talking: Leg | undefined
  private answeredAt = 0
  private state: 'waiting' | 'talking' | 'over' = 'waiting'
  private playing = Promise.resolve()
  private answered: (() => void) | undefined
  /** Resolves when the last event of the call has been sent. */
  readonly over: Promise<void>
  private readonly finish: () => void

  constructor(stage: Stage, caller: Caller, operators: readonly Operator[]) {
    this.stage = stage
    this.caller = caller
    const { promise, resolve } = Promise.withResolvers<void>()
    this.over = promise
    this.finish = resolve
    this.ringing = operators.map((operator) => this.legTo(operator))
    void this.play(stage.scenes.arrives)
  }

  get isWaiting(): boolean {
    return this.state === 'waiting'
  }

  /** Who talks. */
  get operator(): Operator | undefined {
    return this.state === 'talking' ? this.talking?.operator : undefined
  }

  /** True for the caller's channel and for that of the operator who talks. */
  has(channel: string): boolean {
    return this.state !== 'over' && (channel === this.caller.channel || channel === this.talking?.channel)
  }

  onAnswered(listener: () => void): void {
    this.answered = listener
  }

  /** Resolves when everything decided so far has been played. */
  performed(): Promise<void> {
    return this.playing
  }

  /** Answers false when the caller is not waiting any more. */
  pickUp(operator: Operator): boolean {
    if (this.state !== 'waiting') return false
    this.state = 'talking'
    this.talking = this.legTo(operator)
    this.answeredAt = Date.now()
    void this.play(this.stage.scenes.pickedUp)
    this.answered?.()
    return true
  }

  giveUp(): void {
    if (this.state === 'waiting') this.end(this.stage.scenes.givesUp)
  }

  timeOut(): void {
    if (this.state === 'waiting') this.end(this.stage.scenes.timesOut)
  }

  hangUp(side: Exclude<HangupSide, 'unknown'>): void {
    if (this.state !== 'talking') return
    const { patientHangsUp, operatorHangsUp } = this.stage.scenes
    this.stage.record(this.caller.id, this.talk())
    this.end(side === 'patient' ? patientHangsUp : operatorHangsUp)
  }

  /** Seconds since the answer. */
  private talk(): number {
    return (Date.now() - this.answeredAt) / 1000
  }

  private end(scene: Scene): void {
    this.state = 'over'
    void this.play(scene).then(this.finish)
  }

  private legTo(operator: Operator): Leg {
    return { operator, id: this.stage.nextId(), channel: this.stage.nextChannel(operator.extension) }
  }

  /** Scenes follow one another, each with the pauses of its recording. */
  private play(scene: Scene): Promise<void> {
    this.playing = this.playing.then(() => this.perform(scene))
    return this.playing
  }

  private async perform(scene: Scene): Promise<void> {
    const lead = cast(scene, this.caller, this.talking, scene.talking)
    const start = scene.events[0]?.after ?? 0
    let played = start
    this.stage.writeJournal(scene.journal.map((line) => playLine(line, lead, Date.now(), this.talk())))
    for (const [after, events] of Map.groupBy(scene.events, (event) => event.after)) {
      // A pause in which the person of the recording thought is not ours.
      const pause = Math.min(after - played, longestPause)
      if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause))
      played = after
      this.stage.send(events.flatMap((event) => this.act(event, scene, lead)))
    }
  }

  private act(event: RecordedEvent, scene: Scene, lead: ReadonlyMap<string, string>): Field[][] {
    const own = { systemName: this.stage.systemName, bridge: this.caller.bridge }
    if (legOf(event, scene) !== 'ringing') return [playEvent(event, lead, own, Date.now())]
    return this.ringing.map((leg) =>
      playEvent(event, cast(scene, this.caller, leg, scene.ringing), own, Date.now()),
    )
  }
}

/** Milliseconds. */
const longestPause = 50
