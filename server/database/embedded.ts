import { PGlite } from '@electric-sql/pglite'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { lockFolder, type FolderLock } from './folder-lock.ts'

/**
 * Opens the embedded Postgres in `dataDir`; creates it at the first start. It survives the death of the process at any
 * moment, but never waits for the disk: a power cut may lose the last writes.
 *
 * @param onCreate called before it is created, which takes some seconds
 * @throws {FolderInUseError} when another process has it open: it can be used by one at a time
 */
export async function openEmbedded(
  dataDir: string,
  onCreate?: () => void,
): Promise<{ client: PGlite; lock: FolderLock }> {
  await mkdir(dirname(dataDir), { recursive: true, mode: 0o700 })
  const lock = await lockFolder(`${dataDir}.lock`)
  try {
    if (!existsSync(join(dataDir, 'PG_VERSION'))) {
      onCreate?.()
      await createInChildProcess(dataDir)
    }
    return { client: await PGlite.create(dataDir), lock }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Creating takes 800 MB, which a process never gives back: a child does it, in a folder that gets its name when done. */
async function createInChildProcess(dataDir: string): Promise<void> {
  const unfinished = `${dataDir}.new`
  await rm(unfinished, { recursive: true, force: true })
  const script = `
    const { PGlite } = await import('@electric-sql/pglite')
    const client = await PGlite.create(${JSON.stringify(unfinished)})
    await client.close()`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    // Where the package is found from, whatever folder the server was started in.
    cwd: dirname(createRequire(import.meta.url).resolve('@electric-sql/pglite')),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0)
    throw new Error(`The embedded database could not be created in ${dataDir}: ${complaint.trim()}`)
  await rename(unfinished, dataDir)
}
