import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'

/** Another process is using the folder. */
export class FolderInUseError extends Error {
  override name = 'FolderInUseError'
}

interface Owner {
  pid: number
  /** What tells the process from a later one with the same number; null where the system does not say. */
  startedAt: string | null
  token: string
}

export interface FolderLock {
  release(): Promise<void>
}

/**
 * Takes a lock that a process holds for as long as it lives: a file with its number. A lock whose process is gone is
 * taken over, so that a server that was killed starts again by itself.
 *
 * @throws {FolderInUseError} when a living process holds it
 */
export async function lockFolder(lockFile: string): Promise<FolderLock> {
  const owner: Owner = { pid: process.pid, startedAt: processStart(process.pid), token: randomUUID() }
  const own = `${lockFile}.${owner.token}`
  await writeFile(own, JSON.stringify(owner), { flag: 'wx', mode: 0o600 })
  try {
    // A link appears whole or not at all, and only where there is none.
    while (!(await tryLink(own, lockFile))) {
      const holder = await readOwner(lockFile)
      if (holder === null) continue
      if (isAlive(holder)) {
        throw new FolderInUseError(
          `Process ${holder.pid} is using this data folder already (${lockFile}). Stop it, or start this one with another DATA_DIR.`,
        )
      }
      await takeAway(lockFile, holder, own)
    }
  } finally {
    await rm(own, { force: true })
  }
  return {
    release: async () => {
      if ((await readOwner(lockFile))?.token === owner.token) await rm(lockFile, { force: true })
    },
  }
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Null when there is no lock any more. An unreadable one counts as that of a dead process. */
async function readOwner(lockFile: string): Promise<Owner | null> {
  let text: string
  try {
    text = await readFile(lockFile, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    return JSON.parse(text) as Owner
  } catch {
    return { pid: 0, startedAt: null, token: '' }
  }
}

/** Moves a dead process's lock away. Two may try at once: the one that moves a living lock instead puts it back. */
async function takeAway(lockFile: string, dead: Owner, own: string): Promise<void> {
  const aside = `${own}.stale`
  try {
    await rename(lockFile, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await readOwner(aside))?.token !== dead.token) await tryLink(aside, lockFile)
  await rm(aside, { force: true })
}

function isAlive({ pid, startedAt }: Owner): boolean {
  if (pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  return startedAt === null || processStart(pid) === startedAt
}

/** Linux: the boot, and the process's start in ticks since then (proc(5), field 22). */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
  } catch {
    return null
  }
}
