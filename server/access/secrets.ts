import { createHash, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** SHA-256 in hexadecimal digits: enough for secrets that are random, which need no salt and no stretching. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Compares in a time that does not tell how much is equal. */
export function equalSecrets(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** `bits` bits of randomness, for a URL. */
export function randomToken(bits: number): string {
  return randomBytes(bits / 8).toString('base64url')
}

/** Proves that this installation made `text`. `purpose` keeps a proof for one thing from being one for another. */
export function sign(signingKey: string, purpose: string, text: string): string {
  return createHmac('sha256', signingKey).update(`${purpose}\n${text}`).digest('base64url')
}

const scryptAsync = promisify<
  string,
  Buffer,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt)

/** RFC 7914's cost for interactive use: 32 MiB and some 80 ms a guess. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
const PASSWORD_HASH_BYTES = 32

/** The salt and the scrypt hash of a password that a person chose. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await scryptAsync(password.normalize('NFC'), salt, PASSWORD_HASH_BYTES, SCRYPT)
  return `scrypt.${salt.toString('base64url')}.${hash.toString('base64url')}`
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, salt = '', hash = ''] = stored.split('.')
  const derived = await scryptAsync(
    password.normalize('NFC'),
    Buffer.from(salt, 'base64url'),
    PASSWORD_HASH_BYTES,
    SCRYPT,
  )
  return equalSecrets(derived.toString('base64url'), hash)
}
