/**
 * Seals what lies on the device (AES-GCM, 256 bits) with a key that scripts can use and cannot read, made for one person
 * on one device. Removing the key removes everything at once, also what a crash keeps from being removed itself.
 */
import { createDecoder, readAny } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeAny } from 'lib0/encoding'
import type { Database } from './database.ts'

export interface Cipher {
  /** `value` is JSON with `Uint8Array` in it. */
  seal(value: unknown): Promise<Uint8Array>
  /** Rejects when it was sealed with another key, or has been tampered with. */
  open(sealed: Uint8Array): Promise<unknown>
}

const algorithm = 'AES-GCM'
/** Bytes; NIST SP 800-38D. */
const nonceLength = 12

export async function openCipher(database: Database): Promise<Cipher> {
  const key = (await database.get('keys', 'cipher')) ?? (await makeKey(database))
  return {
    async seal(value) {
      const encoder = createEncoder()
      writeAny(encoder, value as Parameters<typeof writeAny>[1])
      const nonce = crypto.getRandomValues(new Uint8Array(nonceLength))
      const plain = new Uint8Array(toUint8Array(encoder))
      const sealed = await crypto.subtle.encrypt({ name: algorithm, iv: nonce }, key, plain)
      const all = new Uint8Array(nonceLength + sealed.byteLength)
      all.set(nonce)
      all.set(new Uint8Array(sealed), nonceLength)
      return all
    },
    async open(sealed) {
      const bytes = new Uint8Array(sealed)
      const iv = bytes.slice(0, nonceLength)
      const plain = await crypto.subtle.decrypt({ name: algorithm, iv }, key, bytes.slice(nonceLength))
      return readAny(createDecoder(new Uint8Array(plain)))
    },
  }
}

/** Of two windows that make one at once, the first one's is both windows'. */
async function makeKey(database: Database): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, [
    'encrypt',
    'decrypt',
  ])
  const transaction = database.transaction('keys', 'readwrite')
  const known = await transaction.store.get('cipher')
  if (!known) await transaction.store.put(made, 'cipher')
  await transaction.done
  return known ?? made
}
