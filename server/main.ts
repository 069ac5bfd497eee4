import { readConfig } from './config.ts'
import { FolderInUseError } from './database/folder-lock.ts'
import { ConfigError } from './read-environment.ts'
import { startServer, type RunningServer } from './start-server.ts'

/** How long requests under way may take after the process was asked to end. */
const SHUTDOWN_MS = 30_000

/** What people read goes to standard output; the log goes to standard error. */
function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

function fail(error: unknown): never {
  const isExpected = error instanceof ConfigError || error instanceof FolderInUseError
  process.stderr.write(isExpected ? `${error.message}\n` : `The server could not start.\n${explain(error)}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return 'Another program is listening there already. Stop it, or choose another PORT.'
  }
  const cause = error.cause === undefined ? '' : `\n${explain(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}

function endOn(signal: NodeJS.Signals, server: RunningServer): void {
  process.once(signal, () => {
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    server.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  })
}

try {
  const server = await startServer(readConfig(process.env), {
    logTo: process.stderr,
    onFirstStart: () => say('Creating the database; this is done once and takes some seconds.'),
  })
  endOn('SIGTERM', server)
  endOn('SIGINT', server)
  say(`QA Replay server listens at ${server.url}`)
  if (server.newAdminKey !== null) say(`Admin key, shown only now: ${server.newAdminKey}`)
  const { team } = server.services.config
  if (team) say(`${team.sync === 'all' ? 'Every session' : 'Chosen sessions'} will be sent to ${team.url}`)
  if (server.dashboardUrl !== null) say(`Open the dashboard: ${server.dashboardUrl}`)
  if (server.connectUrl !== null) say(`Connect the extension: ${server.connectUrl}`)
} catch (error) {
  fail(error)
}
