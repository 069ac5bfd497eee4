import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/**
 * The Chromium to use, or null. Chromium itself comes first, and Playwright's: Chrome and Edge ignore --load-extension,
 * and get the extension through the debugging protocol instead (launch-chromium.mjs).
 */
export function findChromium() {
  return (
    fromEnvironment('CHROMIUM_PATH') ??
    onPath(['chromium', 'chromium-browser']) ??
    firstOf(['/Applications/Chromium.app/Contents/MacOS/Chromium']) ??
    ofPlaywright() ??
    onPath(['google-chrome-stable', 'google-chrome', 'microsoft-edge-stable', 'microsoft-edge']) ??
    firstOf([
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
      ...inProgramFiles('Chromium/Application/chrome.exe'),
      ...inProgramFiles('Google/Chrome/Application/chrome.exe'),
      ...inProgramFiles('Microsoft/Edge/Application/msedge.exe'),
    ])
  )
}

/** The Firefox to use, or null. */
export function findFirefox() {
  return (
    fromEnvironment('FIREFOX_PATH') ??
    onPath(['firefox-esr', 'firefox']) ??
    firstOf([
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      ...inProgramFiles('Mozilla Firefox/firefox.exe'),
    ])
  )
}

/** The folder of Postgres' programs (initdb, postgres), or null. */
export function findPostgres() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
    '/opt/homebrew/bin',
    ...inProgramFiles('PostgreSQL/17/bin'),
  ]
  return (
    folders.find((folder) => ['', '.exe'].some((end) => existsSync(join(folder, `initdb${end}`)))) ?? null
  )
}

/** @param {string} name */
function fromEnvironment(name) {
  const path = process.env[name]
  if (path && !existsSync(path)) throw new Error(`${name} is ${path}, and there is no such file`)
  return path || null
}

/** @param {string[]} names */
function onPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return firstOf(names.flatMap((name) => folders.map((folder) => join(folder, name))))
}

/** @param {string[]} paths */
const firstOf = (paths) => paths.find((path) => existsSync(path)) ?? null

/** @param {string} path */
const inProgramFiles = (path) =>
  ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, path))

/** A Chromium that `npx playwright install chromium` has put into its cache. */
function ofPlaywright() {
  const caches = {
    darwin: join(homedir(), 'Library/Caches/ms-playwright'),
    win32: join(process.env['LOCALAPPDATA'] ?? homedir(), 'ms-playwright'),
    linux: join(homedir(), '.cache/ms-playwright'),
  }
  const cache = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? caches[/** @type {'linux'} */ (process.platform)]
  if (!cache || !existsSync(cache)) return null
  const builds = readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
  return firstOf(
    builds.flatMap((build) =>
      [
        'chrome-linux/chrome',
        'chrome-linux64/chrome',
        'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
        'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
        'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
        'chrome-win/chrome.exe',
        'chrome-win64/chrome.exe',
      ].map((path) => join(cache, build, path)),
    ),
  )
}
