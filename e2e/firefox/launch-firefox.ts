import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findFirefox } from '../support/find-program.mjs'
import { Firefox } from './firefox.ts'
import { Marionette } from './marionette.ts'

/** A quiet Firefox: no start page, no updates, nothing that calls home. */
const QUIET_PREFERENCES = {
  'marionette.port': 0,
  'app.normandy.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.safebrowsing.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.update.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'remote.prefs.recommended': true,
  'toolkit.telemetry.enabled': false,
}

/** How long Firefox may take to open its port: a cold start on a busy machine takes some seconds. */
const START_TIMEOUT_MS = 60_000

/**
 * Starts a headless Firefox on a profile of its own.
 *
 * @param preferences further ones, as in about:config
 */
export async function launchFirefox(
  preferences: Record<string, string | number | boolean> = {},
): Promise<Firefox> {
  const program = findFirefox()
  if (!program) throw new Error('No Firefox was found: run `npm test` once, or set FIREFOX_PATH')
  const profile = mkdtempSync(join(tmpdir(), 'qa-replay-firefox-'))
  const lines = Object.entries({ ...QUIET_PREFERENCES, ...preferences }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const child = spawn(
    program,
    [
      '-headless',
      '-marionette',
      '-remote-allow-system-access',
      '-no-remote',
      '-profile',
      profile,
      'about:blank',
    ],
    { stdio: 'ignore', env: { ...process.env, MOZ_CRASHREPORTER_DISABLE: '1' } },
  )
  const marionette = await Marionette.connect(await readPort(profile, child))
  await marionette.send('WebDriver:NewSession', { timeouts: { script: 30_000, pageLoad: 30_000 } })
  return new Firefox(marionette, async () => {
    await quit(marionette, child)
    rmSync(profile, { recursive: true, force: true })
  })
}

/** Firefox writes the port that it took into its profile. */
async function readPort(profile: string, child: ChildProcess): Promise<number> {
  const file = join(profile, 'MarionetteActivePort')
  const giveUpAt = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    if (port > 0) return port
    if (child.exitCode !== null) throw new Error(`Firefox ended with ${child.exitCode} at its start`)
    if (Date.now() > giveUpAt) throw new Error('Firefox did not open its port')
    await delay(50)
  }
}

async function quit(marionette: Marionette, child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const hung = setTimeout(() => child.kill('SIGKILL'), 10_000)
  // The connection closes before the answer as often as not.
  await marionette.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined)
  marionette.close()
  if (child.exitCode === null && child.signalCode === null) await ended
  clearTimeout(hung)
}
