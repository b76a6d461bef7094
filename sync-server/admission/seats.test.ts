import { expect, test } from 'vitest'
import { Seats, type Seat, type SeatedSocket } from './seats.ts'

const socketWith = (): SeatedSocket => ({ closed: false, seats: new Set() })
function taken(seat: Seat | undefined): Seat {
  if (!seat) throw new Error('there was no seat')
  return seat
}

test('a socket has so many seats, whether their documents are open or on their way', () => {
  const seats = new Seats(2)
  const socket = socketWith()
  expect(seats.keep(taken(seats.take(socket, 'a')))).toBe(true)
  expect(seats.take(socket, 'b')).toBeDefined()
  expect(seats.take(socket, 'c')).toBeUndefined()
  expect(seats.take(socketWith(), 'c')).toBeDefined()
})

test('a seat is given back once, however often that is said', () => {
  const seats = new Seats(2)
  const socket = socketWith()
  const first = taken(seats.take(socket, 'a'))
  seats.take(socket, 'b')
  seats.giveBack(first)
  seats.giveBack(first)
  expect(seats.take(socket, 'c')).toBeDefined()
  expect(seats.take(socket, 'd')).toBeUndefined()
})

test('a socket that closes while documents are being opened on it leaves no seat taken, and takes none', () => {
  const seats = new Seats(2)
  const [gone, other] = [socketWith(), socketWith()]
  const late = taken(seats.take(gone, 'a'))
  seats.close(gone)
  expect(gone.seats.size).toBe(0)
  expect(seats.keep(late)).toBe(false)
  expect(seats.take(gone, 'b')).toBeUndefined()
  expect(seats.take(other, 'a')).toBeDefined()
})

test('when a document cannot be loaded, all who wait for it give their seats back, and nobody else', () => {
  const seats = new Seats(2)
  const [one, other] = [socketWith(), socketWith()]
  seats.take(one, 'broken')
  seats.take(one, 'broken')
  seats.take(other, 'broken')
  seats.take(other, 'whole')
  seats.giveBackAllWaitingFor('broken')
  expect([one.seats.size, other.seats.size]).toEqual([0, 1])
})

test('a document that is open keeps its seat when another loading of it fails', () => {
  const seats = new Seats(1)
  const socket = socketWith()
  seats.keep(taken(seats.take(socket, 'a')))
  seats.giveBackAllWaitingFor('a')
  expect(seats.take(socket, 'b')).toBeUndefined()
})

test('a document that opens after its seat was given back takes one anew, if there is one', () => {
  const seats = new Seats(1)
  const socket = socketWith()
  const early = taken(seats.take(socket, 'a'))
  seats.giveBackAllWaitingFor('a')
  expect(seats.keep(early)).toBe(true)
  expect(seats.take(socket, 'b')).toBeUndefined()
  seats.giveBack(early)

  const late = taken(seats.take(socket, 'a'))
  seats.giveBackAllWaitingFor('a')
  seats.take(socket, 'b')
  expect(seats.keep(late)).toBe(false)
})
