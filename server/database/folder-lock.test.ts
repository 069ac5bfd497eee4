import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderInUseError, lockFolder } from './folder-lock.ts'

let folder: string
const lockFile = () => join(folder, 'database.lock')
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qa-replay-lock-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the lock of a data folder', () => {
  it('is held by one at a time, and leaves nothing behind', async () => {
    const first = await lockFolder(lockFile())
    await expect(lockFolder(lockFile())).rejects.toThrow(FolderInUseError)
    await expect(lockFolder(lockFile())).rejects.toThrow(
      `Process ${process.pid} is using this data folder already`,
    )
    await first.release()
    const second = await lockFolder(lockFile())
    await second.release()
    expect(await readdir(folder)).toEqual([])
  })

  it('is given to one of many that ask at once', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(lockFile())))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['database.lock'])
  })

  it('is taken over, by one of many, from a process that is gone', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    await writeFile(lockFile(), JSON.stringify({ pid: child.pid, startedAt: 'then', token: 'old' }))
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(lockFile())))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(JSON.parse(await readFile(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  it('is taken over when a process died while it took it over', async () => {
    await writeFile(lockFile(), JSON.stringify({ pid: 0, startedAt: null, token: 'first' }))
    await writeFile(`${lockFile()}.first.next`, JSON.stringify({ pid: 0, startedAt: null, token: 'second' }))
    const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(lockFile())))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['database.lock'])
  })

  it('is taken over from an earlier process with the number of a living one', async () => {
    await writeFile(lockFile(), JSON.stringify({ pid: process.pid, startedAt: 'another boot', token: 'old' }))
    await (await lockFolder(lockFile())).release()
  })

  it('is taken over when it was cut short by a crash', async () => {
    await writeFile(lockFile(), '{"pid":')
    await (await lockFolder(lockFile())).release()
  })
})
