import { randomUUID } from 'node:crypto'
import { access, constants, mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { decryptFile, FILE_OVERHEAD_BYTES, writeEncryptedFile } from './encrypted-file.ts'
import { assertSafeKey, ObjectNotFoundError, type ObjectStore, type StoredObject } from './object-store.ts'

export interface DiskStoreOptions {
  folder: string
  /** 32 bytes. */
  encryptionKey: Buffer
}

/** Files that a killed process left half written are swept at the next start, when no PUT can still be at them. */
const UNFINISHED_AFTER_MS = 3_600_000

/** Objects as encrypted files in a folder; a key's slashes are folders. */
export async function openDiskStore({ folder, encryptionKey }: DiskStoreOptions): Promise<ObjectStore> {
  const unfinished = join(folder, 'unfinished')
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  await sweepUnfinished(unfinished)

  const pathOf = (key: string) => {
    assertSafeKey(key)
    return join(folder, key)
  }

  async function* list(prefix: string): AsyncIterable<StoredObject> {
    const root = pathOf(prefix)
    for await (const path of filesBelow(root)) {
      const found = await stat(path).catch(ignoreMissing)
      if (!found) continue
      const key = relative(folder, path).split(sep).join('/')
      yield { key, sizeBytes: found.size - FILE_OVERHEAD_BYTES }
    }
  }

  return {
    async put(key, source, sizeBytes) {
      const target = pathOf(key)
      const draft = join(unfinished, randomUUID())
      try {
        await writeEncryptedFile(draft, encryptionKey, { objectKey: key, source, sizeBytes })
        await makeFolder(dirname(target), folder)
        await rename(draft, target)
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      await syncFolder(dirname(target))
    },

    async get(key) {
      const bytes = await readFile(pathOf(key)).catch(ignoreMissing)
      if (!bytes) throw new ObjectNotFoundError(key)
      return Readable.from([decryptFile(bytes, encryptionKey, key)])
    },

    list,

    async delete(key) {
      await rm(pathOf(key), { force: true })
    },

    async deleteAll(prefix) {
      await rm(pathOf(prefix), { recursive: true, force: true })
    },

    uploadAddress: async () => null,

    async check() {
      await access(unfinished, constants.W_OK)
    },

    close: async () => undefined,
  }
}

async function* filesBelow(folder: string): AsyncIterable<string> {
  const entries = await opendir(folder).catch(ignoreMissing)
  if (!entries) return
  for await (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else yield path
  }
}

async function sweepUnfinished(folder: string): Promise<void> {
  for await (const path of filesBelow(folder)) {
    const found = await stat(path).catch(ignoreMissing)
    if (found && Date.now() - found.mtimeMs > UNFINISHED_AFTER_MS) await rm(path, { force: true })
  }
}

/** Makes a folder below `root`, and has every new name on the disk before anything relies on it. */
async function makeFolder(path: string, root: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let folder = dirname(path); folder.length >= root.length; folder = dirname(folder)) {
    await syncFolder(folder)
    if (folder === dirname(first)) return
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function ignoreMissing(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}
