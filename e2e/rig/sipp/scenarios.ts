/** What sipp plays: a telephone that calls, a telephone that is called, and a registration. */

const scenario = (name: string, ...steps: readonly string[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', `<scenario name="${name}">`, ...steps, '</scenario>'].join('\n')

const log = (message: string): string => `<action><log message="${message}"/></action>`

const send = (lines: readonly string[], attributes = ''): string =>
  `<send ${attributes}><![CDATA[\n${lines.join('\n')}\n\n]]></send>`

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 [media_ip]',
  's=-',
  'c=IN IP4 [media_ip]',
  't=0 0',
  'm=audio [rtpstream_audio_port] RTP/AVP 8',
  'a=rtpmap:8 PCMA/8000',
]

/** An answer to the request just received. */
const reply = (status: string): string =>
  send([
    `SIP/2.0 ${status}`,
    '[last_Via:]',
    '[last_From:]',
    '[last_To:]',
    '[last_Call-ID:]',
    '[last_CSeq:]',
    'Content-Length: 0',
  ])

/**
 * Begins to speak, and says so. The word is the last thing done before a step that waits: a command that came between
 * two steps would find nobody waiting for it.
 */
const speak = (tone: string, word: string): string =>
  `<nop><action><exec rtp_stream="${tone},-1,8,PCMA/8000"/><log message="${word}"/></action></nop>`

const refusals = [403, 404, 408, 480, 486, 487, 488, 500, 502, 503, 603]

/**
 * Says `ringing`, `answered`, then `they-hung-up`, `we-hung-up`, `we-cancelled` or `refused <code>`. Commands: `HANGUP`.
 * @param from the whole name-addr of From, e.g. `<sip:79161112233@127.0.0.2>`
 * @param tone file of raw A-law, 8 kHz, played for as long as the call lasts
 */
export function caller(from: string, tone: string): string {
  const headers = (method: string, uri: string, branch: string, to: string): string[] => [
    `${method} ${uri} SIP/2.0`,
    `Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=${branch}`,
    `From: ${from};tag=[pid]-[call_number]`,
    `To: ${to}`,
    'Call-ID: [call_id]',
    'Max-Forwards: 70',
  ]
  const uri = 'sip:[service]@[remote_ip]:[remote_port]'
  const invited = 'z9hG4bK-[pid]-[call_number]-invite'
  const remember = (name: string): string =>
    `<ereg regexp="[^\\r\\n]*" search_in="hdr" header="To:" assign_to="${name}"/>`
  return scenario(
    'caller',
    send(
      [
        ...headers('INVITE', uri, invited, `<${uri}>`),
        'CSeq: 1 INVITE',
        'Contact: <sip:patient@[local_ip]:[local_port]>',
        'Content-Type: application/sdp',
        'Content-Length: [len]',
        '',
        ...sdp,
      ],
      'retrans="500"',
    ),
    '<label id="1"/>',
    '<recv response="100" optional="true" next="1"/>',
    `<recv response="180" optional="true" next="1">${log('ringing')}</recv>`,
    `<recv response="183" optional="true" next="1">${log('ringing')}</recv>`,
    '<recv request="HANGUP" optional="true" next="2"/>',
    ...refusals.map(
      (code) =>
        `<recv response="${code}" optional="true" next="4"><action>${remember('refusedTo')}<log message="refused ${code}"/></action></recv>`,
    ),
    `<recv response="200" rrs="true"><action>${remember('to')}</action></recv>`,
    send([...headers('ACK', '[next_url]', '[branch]', '[$to]'), 'CSeq: 1 ACK', 'Content-Length: 0']),
    speak(tone, 'answered'),
    '<recv request="HANGUP" optional="true" next="3"/>',
    `<recv request="BYE">${log('they-hung-up')}</recv>`,
    reply('200 OK'),
    '<nop next="5"/>',
    '<label id="2"/>',
    send(
      [...headers('CANCEL', uri, invited, `<${uri}>`), 'CSeq: 1 CANCEL', 'Content-Length: 0'],
      'retrans="500"',
    ),
    '<recv response="200"/>',
    `<recv response="487"><action>${remember('refusedTo')}<log message="we-cancelled"/></action></recv>`,
    '<nop next="4"/>',
    '<label id="3"/>',
    send(
      [...headers('BYE', '[next_url]', '[branch]', '[$to]'), 'CSeq: 2 BYE', 'Content-Length: 0'],
      'retrans="500"',
    ),
    `<recv response="200">${log('we-hung-up')}</recv>`,
    '<nop next="5"/>',
    '<label id="4"/>',
    send([...headers('ACK', uri, invited, '[$refusedTo]'), 'CSeq: 1 ACK', 'Content-Length: 0']),
    '<label id="5"/>',
    '<nop/>',
    '<Reference variables="to,refusedTo"/>',
  )
}

/**
 * A telephone that serves any number of calls. Says `<call> ringing <caller> <header X-Kartoteka-Call or ->`, `<call> answered`,
 * then `<call> they-hung-up`, `<call> they-cancelled`, `<call> we-hung-up` or `<call> we-refused`.
 * Commands: `ANSWER`, `BUSY`, `FAIL`, `HANGUP`.
 */
export function called(tone: string): string {
  const keep = (header: string, name: string): string =>
    `<ereg regexp="[^\\r\\n]*" search_in="hdr" header="${header}:" assign_to="${name}"/>`
  const toInvite = (status: string, ...more: readonly string[]): string[] => [
    `SIP/2.0 ${status}`,
    'Via:[$via]',
    'From:[$from]',
    'To:[$to];tag=[pid]-[call_number]',
    'Call-ID: [call_id]',
    'CSeq:[$cseq]',
    'Contact: <sip:[local_ip]:[local_port]>',
    ...more,
  ]
  const refuse = (label: number, status: string): string[] => [
    `<label id="${label}"/>`,
    send(toInvite(status, 'Content-Length: 0'), 'retrans="500"'),
    `<recv request="ACK">${log('[call_id] we-refused')}</recv>`,
    '<nop next="9"/>',
  ]
  return scenario(
    'called',
    `<recv request="INVITE" rrs="true"><action>${[
      keep('Via', 'via'),
      keep('From', 'from'),
      keep('To', 'to'),
      keep('CSeq', 'cseq'),
      '<ereg regexp="sip:([^@&gt;]*)@" search_in="hdr" header="From:" assign_to="whole,number"/>',
      keep('X-Kartoteka-Call', 'call'),
    ].join('')}</action></recv>`,
    send(toInvite('180 Ringing', 'Content-Length: 0')),
    `<nop>${log('[call_id] ringing [$number] [$call]')}</nop>`,
    '<recv request="ANSWER" optional="true" next="1"/>',
    '<recv request="BUSY" optional="true" next="3"/>',
    '<recv request="FAIL" optional="true" next="4"/>',
    `<recv request="CANCEL">${log('[call_id] they-cancelled')}</recv>`,
    reply('200 OK'),
    send(toInvite('487 Request Terminated', 'Content-Length: 0'), 'retrans="500"'),
    '<recv request="ACK"/>',
    '<nop next="9"/>',
    ...refuse(3, '486 Busy Here'),
    ...refuse(4, '503 Service Unavailable'),
    '<label id="1"/>',
    send(
      toInvite('200 OK', 'Content-Type: application/sdp', 'Content-Length: [len]', '', ...sdp),
      'retrans="500"',
    ),
    '<recv request="ACK"/>',
    speak(tone, '[call_id] answered'),
    '<recv request="HANGUP" optional="true" next="2"/>',
    `<recv request="BYE">${log('[call_id] they-hung-up')}</recv>`,
    reply('200 OK'),
    '<nop next="9"/>',
    '<label id="2"/>',
    send(
      [
        'BYE [next_url] SIP/2.0',
        'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
        'From:[$to];tag=[pid]-[call_number]',
        'To:[$from]',
        'Call-ID: [call_id]',
        'CSeq: 1 BYE',
        'Max-Forwards: 70',
        'Content-Length: 0',
      ],
      'retrans="500"',
    ),
    `<recv response="200">${log('[call_id] we-hung-up')}</recv>`,
    '<label id="9"/>',
    '<nop/>',
    '<Reference variables="whole"/>',
  )
}

/** Registers `extension` at `contact` for `expires` seconds; says `registered`. */
export function registration(extension: string, contact: string, secret: string, expires: number): string {
  const register = (number: number, ...more: readonly string[]): string =>
    send(
      [
        'REGISTER sip:[remote_ip]:[remote_port] SIP/2.0',
        'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
        `From: <sip:${extension}@[remote_ip]>;tag=[pid]-[call_number]`,
        `To: <sip:${extension}@[remote_ip]>`,
        'Call-ID: [call_id]',
        `CSeq: ${number} REGISTER`,
        `Contact: <${contact}>`,
        `Expires: ${expires}`,
        'Max-Forwards: 70',
        ...more,
        'Content-Length: 0',
      ],
      'retrans="500"',
    )
  return scenario(
    'registration',
    register(1),
    '<recv response="401" auth="true"/>',
    register(2, `[authentication username=${extension} password=${secret}]`),
    `<recv response="200">${log('registered')}</recv>`,
  )
}
