import { randomBytes } from 'node:crypto'
import { hashSecret, randomToken } from './secrets.ts'

export interface NewApiKey {
  keyId: string
  /** Shown once; only its hash is kept. */
  key: string
  keyHash: string
}

/** `qar_<id>_<secret>`: the id is no secret, so that a key is found by an index; the secret has 192 bits. */
export function makeApiKey(): NewApiKey {
  const keyId = randomBytes(8).toString('hex')
  const key = `qar_${keyId}_${randomToken(192)}`
  return { keyId, key, keyHash: hashSecret(key) }
}

/** The id in a key; null when it is none of ours. */
export function keyIdOf(key: string): string | null {
  return /^qar_([0-9a-f]{16})_[\w-]{32}$/.exec(key)?.[1] ?? null
}
