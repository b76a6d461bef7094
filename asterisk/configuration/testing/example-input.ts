/** A small centre to generate a configuration for. */
import { known, parseClinicId, parsePersonId } from '#domain/ids.ts'
import { parsePhone } from '#domain/phone.ts'
import type { PbxClinic, PbxInput } from '../input.ts'

const alpha = known(parseClinicId, 'alpha')
const beta = known(parseClinicId, 'beta')

function clinic(id: PbxClinic['id'], queueTimeout: number, ...numbers: readonly string[]): PbxClinic {
  const dids = numbers.flatMap((text) => {
    const number = parsePhone(text)
    return number ? [{ number }] : []
  })
  return { id, queueTimeout, dids }
}

export const exampleInput: PbxInput = {
  clinics: [clinic(alpha, 60, '+74951200001', '+74951200002'), clinic(beta, 45, '+78432100001')],
  people: [
    {
      id: known(parsePersonId, 'elena'),
      name: 'Елена Соколова',
      extension: '101',
      secret: 'secret-of-elena-at-101',
      clinics: [alpha, beta],
    },
    {
      id: known(parsePersonId, 'oleg'),
      name: 'Олег Жуков',
      extension: '102',
      secret: 'secret-of-oleg-at-102',
      clinics: [alpha],
      phone: 'desk',
    },
  ],
  trunk: { carrierHost: '192.0.2.10', carrierPort: 5060 },
  secrets: {
    systemName: 'the-name-of-this-system',
    amiListener: 'secret-of-the-listener',
    amiSender: 'secret-of-the-sender',
  },
  directories: {
    configuration: '/srv/pbx/configuration',
    modules: '/usr/lib/asterisk/modules',
    data: '/srv/pbx/data',
    state: '/srv/pbx/state',
    log: '/srv/pbx/log',
    run: '/run/pbx',
    recordings: '/srv/pbx/recordings',
  },
  ports: { ami: 5038, sip: 5060, http: 8088, rtpFrom: 10_000, rtpTo: 10_400 },
  addresses: { ami: '127.0.0.1', sip: '0.0.0.0', http: '127.0.0.1', amiAllowed: ['127.0.0.0/8'] },
}
