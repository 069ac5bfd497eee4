import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export interface TestPostgres {
  /** A new, empty database of the cluster. */
  createDatabase(): Promise<string>
  stop(): Promise<void>
}

const DEBIAN_VERSIONS = '/usr/lib/postgresql'

/** The folder of Postgres' programs: POSTGRES_BIN, where Debian keeps them, or where PATH finds them; null without one. */
export function findPostgres(): string | null {
  const debian = existsSync(DEBIAN_VERSIONS)
    ? readdirSync(DEBIAN_VERSIONS)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(DEBIAN_VERSIONS, version, 'bin'))
    : []
  const candidates = [process.env['POSTGRES_BIN'], ...debian, ...(process.env['PATH'] ?? '').split(':')]
  return candidates.find((folder) => folder && existsSync(join(folder, 'initdb'))) ?? null
}

/**
 * Starts a private cluster that listens on a socket in a temporary folder only, and forgets everything when it stops.
 *
 * @param settings as `name=value`; tests do not wait for the disk
 */
export async function startTestPostgres(bin: string, settings = ['fsync=off']): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'qa-replay-pg-'))
  // Postgres refuses to run as root.
  const user = process.getuid?.() === 0 ? postgresUser() : null
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'],
    {
      ...user,
      cwd: folder,
      stdio: 'ignore',
    },
  )
  const server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      '-k',
      folder,
      '-c',
      'listen_addresses=',
      '-c',
      'max_connections=100',
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const killAtExit = () => void server.kill('SIGKILL')
  process.on('exit', killAtExit)
  await untilReady(server)
  const urlOf = (database: string) =>
    `postgres://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`
  let databases = 0
  return {
    async createDatabase() {
      const name = `test_${++databases}`
      const client = new pg.Client({ connectionString: urlOf('postgres') })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return urlOf(name)
    },
    async stop() {
      process.off('exit', killAtExit)
      const ended = once(server, 'exit')
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function postgresUser(): { uid: number; gid: number } {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function untilReady(server: ChildProcess): Promise<void> {
  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr!.setEncoding('utf8').on('data', (text: string) => {
      log += text
      if (log.includes('database system is ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`Postgres did not start: ${log}`)))
  })
}
