import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))

/**
 * @typedef {object} ServerProcess
 * @property {string} url
 * @property {string} connectUrl opens the connect page, valid once
 * @property {string} dataDir
 * @property {string | null} adminKey
 * @property {number} pid
 * @property {() => string} output what it has printed so far
 * @property {() => Promise<void>} stop lets it finish, then ends it
 */

/**
 * Starts the built server as a process of its own, and waits until it listens.
 *
 * @param {object} options
 * @param {string} options.dataDir
 * @param {number} [options.port] 0 takes a free one
 * @param {string | null} [options.adminKey] null: the server's own, which it prints at its first start
 * @param {Record<string, string>} [options.env] further settings
 * @returns {Promise<ServerProcess>}
 */
export function startServerProcess({
  dataDir,
  port = 0,
  adminKey = randomBytes(24).toString('hex'),
  env = {},
}) {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, ADMIN_KEY: adminKey ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => child.once('exit', () => resolve()))
  return new Promise((resolve, reject) => {
    const look = (/** @type {Buffer} */ chunk) => {
      output += chunk
      // The connect link is the last that it says.
      const [, url, connectUrl] = /listens at (\S+)[^]*Connect the extension: (\S+)\n/.exec(output) ?? []
      if (!url || !connectUrl) return
      resolve({
        url,
        connectUrl,
        dataDir,
        adminKey,
        pid: child.pid ?? 0,
        output: () => output,
        stop: async () => {
          const hung = setTimeout(() => child.kill('SIGKILL'), 10_000)
          child.kill('SIGTERM')
          await ended
          clearTimeout(hung)
        },
      })
    }
    child.stdout.on('data', look)
    child.stderr.on('data', look)
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code} before it listened:\n${output}`)),
    )
  })
}
