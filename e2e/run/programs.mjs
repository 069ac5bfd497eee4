import { findChromium, findFirefox, findPostgres } from '../support/find-program.mjs'
import { aptInstall, canInstall } from './apt.mjs'
import { npm, say } from './shell.mjs'

/** A program that is not here and cannot be installed by us. `message` says how to get it. */
export class MissingProgramError extends Error {
  /** @override */
  name = 'MissingProgramError'
}

/** What we need besides Node: how to find it, what Debian calls it, and how a person gets it. */
const PROGRAMS = {
  chromium: {
    find: findChromium,
    debian: ['chromium', 'fonts-liberation'],
    advice:
      'No Chromium was found. Get one with `npx playwright install chromium`, or set CHROMIUM_PATH to the one you have.',
  },
  firefox: {
    find: findFirefox,
    debian: ['firefox-esr'],
    advice:
      'No Firefox was found. Install it from https://www.mozilla.org/firefox, or set FIREFOX_PATH to the one you have.',
  },
  postgres: {
    find: findPostgres,
    debian: ['postgresql'],
    advice:
      'No Postgres was found. Install it (macOS: `brew install postgresql`), with initdb and postgres on the PATH.',
  },
}

/**
 * Finds the programs, and installs those that are missing where that can be done without asking.
 *
 * @param {(keyof typeof PROGRAMS)[]} names
 * @throws {MissingProgramError} with a sentence for each that is missing
 */
export async function ensurePrograms(names) {
  for (const name of names) if (PROGRAMS[name].find() === null) await install(name)
  const missing = names.map((name) => PROGRAMS[name]).filter((program) => program.find() === null)
  const advice = missing.map((program) => program.advice)
  if (advice.length > 0) throw new MissingProgramError(advice.join('\n'))
}

/**
 * Tries to install it. Where that fails, the caller finds it missing, and says how to get it.
 *
 * @param {keyof typeof PROGRAMS} name
 */
async function install(name) {
  const attempt = canInstall()
    ? aptInstall(PROGRAMS[name].debian)
    : name === 'chromium' && npm(['exec', 'playwright', 'install', 'chromium'])
  await Promise.resolve(attempt).catch((error) => say(`That failed: ${error.message}`))
}
