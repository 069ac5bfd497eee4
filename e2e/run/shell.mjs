import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A command that did not end well; its output has been shown already. */
export class CommandError extends Error {
  /** @override */
  name = 'CommandError'
}

/**
 * Runs a command in the project's folder, and shows what it prints.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, shell?: boolean }} [options] quiet: shown only when it fails
 * @returns {Promise<void>}
 * @throws {CommandError} when it cannot be started or its exit code is not 0
 */
export function run(command, args, { env = {}, quiet = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      shell,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => reject(new CommandError(`${command}: ${error.message}`)))
    child.once('close', (code) => {
      if (code === 0) return resolve()
      if (output) process.stderr.write(output)
      reject(new CommandError(`\`${[command, ...args].join(' ')}\` failed`))
    })
  })
}

/**
 * Runs npm: the one that runs us, or else the one on the path.
 *
 * @param {string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const ownNpm = process.env['npm_execpath']
  return ownNpm && /\.c?js$/.test(ownNpm)
    ? run(process.execPath, [ownNpm, ...args], options)
    : run('npm', args, { ...options, shell: process.platform === 'win32' })
}

/**
 * Runs a script of package.json.
 *
 * @param {string} name
 * @param {Parameters<typeof run>[2]} [options]
 */
export const npmScript = (name, options) => npm(['run', '--silent', name], options)

/** @param {string} text */
export const say = (text) => console.log(text)
