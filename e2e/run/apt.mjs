import { existsSync } from 'node:fs'
import { run, say } from './shell.mjs'

/** Whether missing programs can be installed here without asking: Debian or Ubuntu, as root. */
export const canInstall = () =>
  process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

let listsAreFresh = false

/**
 * Installs Debian packages.
 *
 * @param {string[]} packages
 */
export async function aptInstall(packages) {
  say(`Installing ${packages.join(', ')}…`)
  const options = { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } }
  if (!listsAreFresh) await run('apt-get', ['update', '-qq'], options)
  listsAreFresh = true
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
}
