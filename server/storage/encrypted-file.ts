import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { ObjectDamagedError } from './object-store.ts'

/**
 * A file as it lies on the disk: magic, nonce (12 bytes), AES-256-GCM ciphertext, tag (16 bytes). The object's key is the
 * additional authenticated data, so that a file put in another's place does not open.
 */
const MAGIC = Buffer.from('QAR1')
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** How much longer than its content a file is. */
export const FILE_OVERHEAD_BYTES = MAGIC.length + NONCE_BYTES + TAG_BYTES

/**
 * Writes a new file from `source`, and waits until it is on the disk.
 *
 * @throws {RangeError} when `source` does not give exactly `sizeBytes`; and whatever `source` throws
 */
export async function writeEncryptedFile(
  path: string,
  key: Buffer,
  {
    objectKey,
    source,
    sizeBytes,
  }: { objectKey: string; source: AsyncIterable<Uint8Array>; sizeBytes: number },
): Promise<void> {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(objectKey))
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
  try {
    await file.write(Buffer.concat([MAGIC, nonce]))
    let written = 0
    for await (const chunk of source) {
      written += chunk.length
      if (written > sizeBytes) break
      await writeAll(file, cipher.update(chunk))
    }
    if (written !== sizeBytes)
      throw new RangeError(`the source does not have the ${sizeBytes} bytes that were announced`)
    await writeAll(file, Buffer.concat([cipher.final(), cipher.getAuthTag()]))
    await file.sync()
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, at)
    at += bytesWritten
  }
}

/**
 * The content of a file's bytes. All of it or nothing: what has not been authenticated is not handed out.
 *
 * @throws {ObjectDamagedError} when it is not what was written under this key
 */
export function decryptFile(bytes: Buffer, key: Buffer, objectKey: string): Buffer {
  const damaged = () =>
    new ObjectDamagedError(`The object ${objectKey} is damaged, or of another storage key.`)
  if (bytes.length < FILE_OVERHEAD_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged()
  const nonce = bytes.subarray(MAGIC.length, MAGIC.length + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(Buffer.from(objectKey))
    .setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
  try {
    const content = decipher.update(bytes.subarray(MAGIC.length + NONCE_BYTES, bytes.length - TAG_BYTES))
    decipher.final()
    return content
  } catch {
    throw damaged()
  }
}
