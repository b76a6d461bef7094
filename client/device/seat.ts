/** Whose data lie on this device: one person's at a time. Another one's go before the next one's come. */
import { deleteDB } from 'idb'
import { parsePersonId, type PersonId } from '#domain/ids.ts'
import { databaseName } from './database.ts'
import { openDevice, type Device } from './device.ts'

const place = 'kartoteka.person'
const word = new BroadcastChannel('kartoteka-seat')

let seat: { person: PersonId; device: Promise<Device | undefined> } | undefined

/** Who has signed in here last, and has not signed out. */
export function lastPerson(): PersonId | undefined {
  const id = localStorage.getItem(place)
  return id === null ? undefined : parsePersonId(id)
}

/** `undefined` where the browser keeps nothing. */
export async function takeSeatAs(person: PersonId): Promise<Device | undefined> {
  if (seat?.person === person) return seat.device
  const before = lastPerson()
  if (before !== undefined && before !== person) await clearDevice(before)
  localStorage.setItem(place, person)
  seat = { person, device: openDevice(person).catch(() => undefined) }
  return seat.device
}

/** Nothing of the patients is left on this device, and no other window goes on showing any. False: there was nothing. */
export async function leaveSeat(): Promise<boolean> {
  const person = seat?.person ?? lastPerson()
  const device = await seat?.device
  seat = undefined
  if (person === undefined) return false
  localStorage.removeItem(place)
  word.postMessage('left')
  await device?.destroyKey()
  device?.close()
  await clearDevice(person)
  return true
}

/** Called when somebody has signed out in another window. */
export function onSeatLeft(left: () => void): void {
  word.addEventListener('message', () => left())
}

async function clearDevice(person: PersonId): Promise<void> {
  localStorage.removeItem(place)
  await deleteDB(databaseName(person)).catch(() => undefined)
}
