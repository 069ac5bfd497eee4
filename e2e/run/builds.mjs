import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { npmScript, ROOT, say } from './shell.mjs'

/** What is built, the file by which one knows it, and the sources that go into it. */
const BUILDS = /** @type {const} */ ({
  chrome: {
    script: 'build:chrome',
    result: 'dist/chrome/manifest.json',
    sources: ['extension', 'devtools-panel', 'shared', 'manifest.config.ts', 'vite.config.ts'],
  },
  firefox: {
    script: 'build:firefox',
    result: 'dist/firefox/manifest.json',
    sources: ['extension', 'devtools-panel', 'shared', 'manifest.config.ts', 'vite.config.ts'],
  },
  server: { script: 'build:server', result: 'dist/server/main.js', sources: ['server', 'shared'] },
  web: { script: 'build:web', result: 'dist/server/web', sources: ['server/web', 'shared'] },
})
const SOURCES_OF_ALL = ['package-lock.json', 'tsconfig.json', 'svelte.config.js']

/**
 * Builds what is missing or older than its sources.
 *
 * @param {(keyof typeof BUILDS)[]} names
 */
export async function ensureBuilds(names) {
  for (const name of names) {
    const { script, result, sources } = BUILDS[name]
    if (isNewer(result, [...sources, ...SOURCES_OF_ALL])) continue
    say(
      `Building ${name === 'web' ? 'the pages of the server' : name === 'server' ? 'the server' : `the extension for ${name}`}…`,
    )
    await npmScript(script, { quiet: true })
  }
}

/**
 * @param {string} result
 * @param {readonly string[]} sources
 */
function isNewer(result, sources) {
  const path = join(ROOT, result)
  if (!existsSync(path)) return false
  const builtAt = newestIn(path, () => true)
  return sources.every((source) => newestIn(join(ROOT, source), isSource) <= builtAt)
}

/** @param {string} name */
const isSource = (name) => !/\.test\.ts$|\.md$/.test(name)

/**
 * When the newest file in a folder (or the file itself) was changed, in ms since the epoch; 0 when it is not there.
 *
 * @param {string} path
 * @param {(name: string) => boolean} counts
 * @returns {number}
 */
function newestIn(path, counts) {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) return 0
  if (!stats.isDirectory()) return counts(path) ? stats.mtimeMs : 0
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name), counts)))
}
