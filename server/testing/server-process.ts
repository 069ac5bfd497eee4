import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const CONFIG_FILE = fileURLToPath(new URL('../vite.config.ts', import.meta.url))
/** Inside the project, so that the packages are found. */
const OUTPUT = fileURLToPath(new URL('../../node_modules/.cache/qa-replay-server-test', import.meta.url))

let built: Promise<string> | null = null

/** Builds the server as it is shipped, once for a test process; gives the file to run. */
export function buildServer(): Promise<string> {
  const folder = `${OUTPUT}/${process.pid}`
  built ??= build({ configFile: CONFIG_FILE, logLevel: 'error', build: { outDir: folder } }).then(
    () => `${folder}/main.js`,
  )
  return built
}

export interface ServerProcess {
  pid: number
  url: string
  connectUrl: string | null
  adminKey: string | null
  output(): string
  kill(signal: NodeJS.Signals): Promise<{ code: number | null }>
}

/** Starts a process of its own, and waits until it listens. Rejects with its output when it ends before. */
export async function startServerProcess(environment: Record<string, string>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [await buildServer()], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', LOG_LEVEL: 'info', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const killAtExit = () => void child.kill('SIGKILL')
  process.once('exit', killAtExit)
  const exited = once(child, 'exit').then(([code]) => {
    process.off('exit', killAtExit)
    return { code: code as number | null }
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: string) => {
      output += text
      // The last line that a start prints.
      if (/^Connect the extension: /m.test(output)) resolve(/listens at (\S+)/.exec(output)![1]!)
    }
    for (const stream of outputsOf(child)) stream.setEncoding('utf8').on('data', read)
    void exited.then(({ code }) => reject(new Error(`exit code ${code}: ${output}`)))
  })
  return {
    pid: child.pid!,
    url,
    connectUrl: /^Connect the extension: (\S+)$/m.exec(output)?.[1] ?? null,
    adminKey: /^Admin key, shown only now: (\S+)$/m.exec(output)?.[1] ?? null,
    output: () => output,
    kill: (signal) => {
      child.kill(signal)
      return exited
    },
  }
}

function outputsOf(child: ChildProcess) {
  return [child.stdout!, child.stderr!]
}
