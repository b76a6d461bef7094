/**
 * Telephones for tests, each a real sipp: a patient who calls, a desk telephone of an operator, a carrier that is called.
 * Everything they do is done when it is told, and every promise here is about what went over the wire.
 */
import { called, caller, registration } from './sipp/scenarios.ts'
import { startSipp, type Sipp } from './sipp/process.ts'
import { toneFile, voices } from './sipp/tone.ts'

/** Where a PBX takes SIP over UDP. */
export interface SipAddress {
  address: string
  port: number
}

/** Loopback addresses, one for each part that somebody plays; the PBX itself is at 127.0.0.1. */
export const loopbackOf = { carrier: '127.0.0.2', desk: '127.0.0.3' } as const

export interface PatientCall {
  ringing: Promise<void>
  answered: Promise<void>
  /** `they` hung up, or `we` did; `cancelled` by us while ringing; or the status with which the PBX refused the call. */
  ended: Promise<'they' | 'we' | 'cancelled' | number>
  /** Hangs up, or gives up while it still rings. Resolves when the PBX has confirmed. */
  hangUp(): Promise<void>
  /** Ends sipp as if the patient's telephone lost its power: nothing is said to the PBX. */
  drop(): Promise<void>
}

export interface PatientOptions {
  /** The user part of From: `79161112233`, or whatever a forger writes. It goes over the wire percent-encoded. */
  from: string
  /** The display name of From. */
  name?: string
  /** The number dialled, as the carrier writes it. */
  did: string
  pbx: SipAddress
}

/** A withheld number, RFC 3323. */
export const withheld = { from: 'anonymous', name: 'Anonymous' } as const

export async function callFrom({ from, name, did, pbx }: PatientOptions): Promise<PatientCall> {
  const host = from === withheld.from ? 'anonymous.invalid' : loopbackOf.carrier
  const nameAddr = `${name === undefined ? '' : `"${name}" `}<sip:${encodeURIComponent(from)}@${host}>`
  const tone = await toneFile(voices.patient)
  const callId = `patient-${crypto.randomUUID()}`
  const sipp = await startSipp({
    scenario: caller(nameAddr, tone.path),
    address: loopbackOf.carrier,
    to: `${pbx.address}:${pbx.port}`,
    options: ['-s', did, '-m', '1', '-cid_str', callId],
  })
  const over = sipp.over.then(() => tone.remove())
  const finals = /^(they-hung-up|we-hung-up|we-cancelled|refused \d+)$/
  const said = (word: RegExp): Promise<string> => sipp.said((line) => word.test(line))
  const ended = said(finals).then(async (line) => {
    await sipp.end()
    return endingOf(line)
  })
  return {
    ringing: quietly(said(/^(ringing|answered)$/).then(() => {})),
    answered: quietly(said(/^answered$/).then(() => {})),
    ended: quietly(ended),
    async hangUp() {
      await sipp.tell('HANGUP', callId)
      await ended
    },
    async drop() {
      await sipp.end()
      await over
    },
  }
}

function endingOf(line: string): 'they' | 'we' | 'cancelled' | number {
  if (line === 'they-hung-up') return 'they'
  if (line === 'we-hung-up') return 'we'
  return line === 'we-cancelled' ? 'cancelled' : Number(line.split(' ')[1])
}

/** A call at a telephone that is called. */
export interface ReceivedCall {
  /** The user part of From: who calls, as this telephone sees it. */
  from: string
  /** The header `X-Kartoteka-Call`; `undefined` without one. */
  call: string | undefined
  answer(): Promise<void>
  /** 486 or 503. */
  refuse(how: 'busy' | 'failed'): Promise<void>
  hangUp(): Promise<void>
  /** `they` hung up or `we` did; `cancelled`: they gave up while it rang; `refused` by us. */
  ended: Promise<'they' | 'we' | 'cancelled' | 'refused'>
}

export interface Telephone {
  port: number
  /** The next call that rings here and has not been given out yet. */
  nextCall(): Promise<ReceivedCall>
  end(): Promise<void>
}

/** The carrier's side of outgoing calls. */
export async function startCarrier(port?: number): Promise<Telephone> {
  return startTelephone(loopbackOf.carrier, port)
}

/** An operator's telephone without a browser: registers, and rings when its person is called. */
export async function startDeskPhone(options: {
  extension: string
  secret: string
  pbx: SipAddress
}): Promise<Telephone> {
  const telephone = await startTelephone(loopbackOf.desk)
  const contact = `sip:${options.extension}@${loopbackOf.desk}:${telephone.port}`
  const register = async (expires: number): Promise<void> => {
    const sipp = await startSipp({
      scenario: registration(options.extension, contact, options.secret, expires),
      address: loopbackOf.desk,
      to: `${options.pbx.address}:${options.pbx.port}`,
      options: ['-m', '1'],
    })
    try {
      await sipp.said((line) => line === 'registered')
    } finally {
      await sipp.end()
    }
  }
  await register(3600)
  return {
    ...telephone,
    async end() {
      try {
        await register(0)
      } finally {
        await telephone.end()
      }
    },
  }
}

async function startTelephone(address: string, port?: number): Promise<Telephone> {
  const tone = await toneFile(voices.called)
  const sipp = await startSipp({
    scenario: called(tone.path),
    address,
    ...(port === undefined ? {} : { port }),
  })
  const given = new Set<string>()
  return {
    port: sipp.port,
    async nextCall() {
      const line = await sipp.said((said) => {
        const [callId, word] = said.split(' ')
        return word === 'ringing' && callId !== undefined && !given.has(callId)
      })
      const [callId = '', , from = '', call = ''] = line.split(/ +/)
      given.add(callId)
      return receivedCall(sipp, callId, from, call === '' ? undefined : call)
    },
    async end() {
      await sipp.end()
      await tone.remove()
    },
  }
}

function receivedCall(sipp: Sipp, callId: string, from: string, call: string | undefined): ReceivedCall {
  const said = (word: RegExp): Promise<string> =>
    sipp.said((line) => line.startsWith(`${callId} `) && word.test(line))
  const endings = {
    'they-hung-up': 'they',
    'we-hung-up': 'we',
    'they-cancelled': 'cancelled',
    'we-refused': 'refused',
  } as const
  const does = async (command: string, word: RegExp): Promise<void> => {
    await sipp.tell(command, callId)
    await said(word)
  }
  const ended = said(/ (they-hung-up|we-hung-up|they-cancelled|we-refused)$/).then((line) => {
    const word = line.split(' ')[1]
    const known = Object.entries(endings).find(([name]) => name === word)
    if (!known) throw new Error(`sipp said ${line}`)
    return known[1]
  })
  return {
    from,
    call,
    answer: () => does('ANSWER', / answered$/),
    refuse: (how) => does(how === 'busy' ? 'BUSY' : 'FAIL', / we-refused$/),
    hangUp: () => does('HANGUP', / we-hung-up$/),
    ended: quietly(ended),
  }
}

/** A promise that may be left alone: whoever awaits it still learns of its failure. */
function quietly<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  return promise
}
