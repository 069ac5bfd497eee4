import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { npm, ROOT, say } from './shell.mjs'

/** Installs the npm packages, unless the right ones are there. */
export async function ensurePackages() {
  if (packagesAreCurrent()) return
  say('Installing the npm packages…')
  // Not `npm ci`: it refuses a lockfile without the optional packages of other systems, which some registries lack.
  await npm(['install', '--no-save', '--no-audit', '--no-fund'], {
    quiet: true,
    env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
  })
}

/** Whether node_modules holds exactly the versions of package-lock.json, by npm's own record of what it installed. */
function packagesAreCurrent() {
  const wanted = readPackages(join(ROOT, 'package-lock.json'))
  const installed = readPackages(join(ROOT, 'node_modules/.package-lock.json'))
  return Object.entries(wanted).every(
    // Optional ones are of other systems as often as not.
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  )
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages
  } catch {
    return {} // not there, or cut short: it is to be installed again
  }
}
