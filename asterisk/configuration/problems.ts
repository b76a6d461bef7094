/** Refuses what cannot be written into Asterisk's files, before a single line is written. */
import { isIP } from 'node:net'
import type { Words } from '#domain/clinics/clinic.ts'
import { parseClinicId, parsePersonId } from '#domain/ids.ts'
import { isPhone } from '#domain/phone.ts'
import type { PbxInput, PbxPerson } from './input.ts'

export interface Problem {
  code:
    | 'bad-clinic'
    | 'bad-wait'
    | 'bad-number'
    | 'number-twice'
    | 'bad-person'
    | 'bad-extension'
    | 'extension-twice'
    | 'bad-secret'
    | 'bad-trunk'
    | 'bad-address'
    | 'bad-directory'
    | 'bad-port'
  /** What it is about: an id, a number, a path. Never a secret. */
  about: string
  sentence: Words
}

const sentences: Readonly<Record<Problem['code'], Words>> = {
  'bad-clinic': {
    ru: 'Идентификатор клиники — строчные латинские буквы, цифры и дефис.',
    en: 'A clinic id is made of lower-case Latin letters, digits and hyphens.',
  },
  'bad-wait': {
    ru: 'Время ожидания в очереди — целое число секунд от 1 до 3600.',
    en: 'A caller waits a whole number of seconds, from 1 to 3600.',
  },
  'bad-number': {
    ru: 'Номер клиники должен быть записан как +74951234567.',
    en: 'A clinic’s number must be written as +74951234567.',
  },
  'number-twice': {
    ru: 'Один номер указан дважды: звонок не может прийти в две клиники.',
    en: 'One number is given twice: a call cannot arrive at two clinics.',
  },
  'bad-person': {
    ru: 'Идентификатор сотрудника содержит недопустимые знаки.',
    en: 'The person’s id has characters that are not allowed.',
  },
  'bad-extension': {
    ru: 'Внутренний номер — от 2 до 6 цифр.',
    en: 'An extension is 2 to 6 digits.',
  },
  'extension-twice': {
    ru: 'Один внутренний номер указан у двух сотрудников.',
    en: 'Two people have the same extension.',
  },
  'bad-secret': {
    ru: 'Секрет — от 16 до 64 латинских букв, цифр, «_» и «-», у каждого свой.',
    en: 'A secret is 16 to 64 Latin letters, digits, “_” and “-”, and each has its own.',
  },
  'bad-trunk': {
    ru: 'Адрес или учётная запись оператора связи записаны с ошибкой.',
    en: 'The carrier’s address or account is not written correctly.',
  },
  'bad-address': { ru: 'Это не IP-адрес и не сеть.', en: 'This is not an IP address or network.' },
  'bad-directory': {
    ru: 'Путь должен быть полным и без управляющих знаков и «;», «,», «|», «^», «$», скобок и кавычек.',
    en: 'A path must be absolute, without control characters, “;”, “,”, “|”, “^”, “$”, brackets or quotes.',
  },
  'bad-port': { ru: 'Порт — число от 1 до 65535.', en: 'A port is a number from 1 to 65535.' },
}

const isSecret = (text: string): boolean => /^[A-Za-z0-9_-]{16,64}$/.test(text)
const isExtension = (text: string): boolean => /^\d{2,6}$/.test(text)
const isHost = (text: string): boolean => isIP(text) === 4 || /^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(text)
const isWait = (seconds: number): boolean => Number.isInteger(seconds) && seconds > 0 && seconds <= 3600
const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port < 65_536
const isDirectory = (path: string): boolean => /^\/[^\p{Cc};,|^$()[\]{}"'\\]*$/u.test(path)
function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/')
  return rest.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= 128
}

/** Everything wrong with the input at once; nothing when it can be written. */
export function problemsOf(input: PbxInput): readonly Problem[] {
  const { clinics, people, trunk, secrets, directories, ports, addresses } = input
  const found: Problem[] = []
  const expect = (right: boolean, code: Problem['code'], about: string): void => {
    if (!right) found.push({ code, about, sentence: sentences[code] })
  }

  for (const { id } of clinics) expect(parseClinicId(id) !== undefined, 'bad-clinic', id)
  for (const { id, queueTimeout } of clinics) expect(isWait(queueTimeout), 'bad-wait', id)
  const numbers = clinics.flatMap((clinic) => clinic.dids.map((did) => did.number))
  for (const number of numbers) expect(isPhone(number), 'bad-number', number)
  for (const number of repeated(numbers)) expect(false, 'number-twice', number)

  for (const person of people) for (const code of personProblems(person)) expect(false, code, person.id)
  for (const extension of repeated(people.map((person) => person.extension)))
    expect(false, 'extension-twice', extension)
  for (const id of repeated(people.map((person) => person.id))) expect(false, 'bad-person', id)

  const { account } = trunk
  expect(isHost(trunk.carrierHost) && isPort(trunk.carrierPort), 'bad-trunk', trunk.carrierHost)
  if (account)
    expect(/^[\w.+-]+$/.test(account.user) && /^[!-:<-~]+$/.test(account.secret), 'bad-trunk', account.user)
  for (const [name, secret] of Object.entries(secrets)) expect(isSecret(secret), 'bad-secret', name)
  const shared = repeated([...Object.values(secrets), ...people.map((person) => person.secret)])
  expect(shared.length === 0, 'bad-secret', 'secrets')

  for (const path of Object.values(directories)) expect(isDirectory(path), 'bad-directory', path)
  for (const port of Object.values(ports)) expect(isPort(port), 'bad-port', String(port))
  expect(ports.rtpFrom < ports.rtpTo, 'bad-port', 'rtp')
  for (const address of [addresses.ami, addresses.sip, addresses.http])
    expect(isIP(address) !== 0, 'bad-address', address)
  for (const network of addresses.amiAllowed) expect(isNetwork(network), 'bad-address', network)
  return found
}

function personProblems({ id, extension, secret, clinics }: PbxPerson): Problem['code'][] {
  return [
    ...(parsePersonId(id) === undefined ? ['bad-person' as const] : []),
    ...(isExtension(extension) ? [] : ['bad-extension' as const]),
    ...(isSecret(secret) ? [] : ['bad-secret' as const]),
    ...(clinics.every((clinic) => parseClinicId(clinic) !== undefined) ? [] : ['bad-clinic' as const]),
  ]
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))]
}
