import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ConfigError } from '../read-environment.ts'

const KEY_BYTES = 32

/**
 * The key that objects on the disk are encrypted with: the configured one, or the one in `keyFile`, which is made at the
 * first start. Without it the objects cannot be read: whoever backs up the data backs up the key, in another place.
 *
 * @throws {ConfigError} when the file does not hold a key
 */
export async function loadStorageKey(configured: Buffer | null, keyFile: string): Promise<Buffer> {
  return configured ?? (await readKey(keyFile)) ?? (await makeKey(keyFile))
}

async function readKey(keyFile: string): Promise<Buffer | null> {
  let text: string
  try {
    text = await readFile(keyFile, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  const key = Buffer.from(text.trim(), 'hex')
  if (key.length !== KEY_BYTES) {
    throw new ConfigError(
      `${keyFile} does not hold a storage key. Restore it from the backup; a new key cannot read old data.`,
    )
  }
  return key
}

/** Two processes may start at once: the first one's link stands, and both read it. */
async function makeKey(keyFile: string): Promise<Buffer> {
  await mkdir(dirname(keyFile), { recursive: true, mode: 0o700 })
  const draft = `${keyFile}.${randomBytes(8).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.write(`${randomBytes(KEY_BYTES).toString('hex')}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    await link(draft, keyFile)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  const key = await readKey(keyFile)
  if (key === null) throw new ConfigError(`The storage key ${keyFile} cannot be made.`)
  return key
}
