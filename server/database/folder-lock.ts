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

const UNREADABLE: Owner = { pid: 0, startedAt: null, token: 'unreadable' }

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
      if (isAlive(holder)) throw inUse(holder, lockFile)
      if (await succeed(lockFile, holder, own)) break
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
    const owner = JSON.parse(text) as Owner
    // The token becomes part of a file's name.
    return /^[\w-]+$/.test(owner.token) ? owner : UNREADABLE
  } catch {
    return UNREADABLE
  }
}

/**
 * Takes over from a dead process. Only the one process whose link is the dead one's `.next` may replace its lock, so a
 * living lock is never touched, however many try at once. A successor that died on the way has a successor of its own.
 *
 * @returns whether the lock is ours; false when the holder changed meanwhile
 * @throws {FolderInUseError} when a living process is taking it over
 */
async function succeed(lockFile: string, dead: Owner, own: string): Promise<boolean> {
  const claims: string[] = []
  for (let last = dead; ;) {
    const claim = `${lockFile}.${last.token}.next`
    claims.push(claim)
    if (await tryLink(own, claim)) break
    const successor = await readOwner(claim)
    if (successor === null) return false
    if (isAlive(successor)) throw inUse(successor, lockFile)
    last = successor
  }
  const unchanged = (await readOwner(lockFile))?.token === dead.token
  if (unchanged) await rename(own, lockFile)
  // Not before: a claim without its file could be made a second time, and is then refused, since the holder has changed.
  const mine = unchanged ? claims : claims.slice(-1)
  for (const claim of mine) await rm(claim, { force: true })
  return unchanged
}

function inUse({ pid }: Owner, lockFile: string): FolderInUseError {
  return new FolderInUseError(
    `Process ${pid} is using this data folder already (${lockFile}). Stop it, or start this one with another DATA_DIR.`,
  )
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
