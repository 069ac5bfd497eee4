import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilds } from './builds.mjs'
import { ensurePackages } from './packages.mjs'
import { ensurePrograms } from './programs.mjs'
import { npm, npmScript, say } from './shell.mjs'

// `npm test`: sets up what is missing, builds, checks, runs every test, and ends with one line that counts them. Nothing
// is left out: a program that cannot be had here ends the run with a sentence that says how to get it.

const CHECKS = ['lint', 'format:check', 'types', 'types:svelte', 'unused']

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

const reports = mkdtempSync(join(tmpdir(), 'qa-replay-reports-'))
/** What failed, by name. */
const failures = /** @type {string[]} */ ([])
/** @type {Counts} */
const sum = { passed: 0, failed: 0, skipped: 0 }

try {
  await main()
} catch (error) {
  failures.push(error instanceof Error ? error.message : String(error))
}
rmSync(reports, { recursive: true, force: true })
if (sum.passed === 0) failures.push('no test ran')
if (failures.length > 0) say(`\nFailed: ${failures.join(', ')}`)
say(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`)
process.exitCode = failures.length > 0 || sum.failed > 0 ? 1 : 0

async function main() {
  await step('set-up', async () => {
    await ensurePackages()
    await ensurePrograms(['chromium', 'firefox', 'postgres'])
    await ensureBuilds(['chrome', 'firefox', 'server', 'web'])
  })
  if (failures.length > 0) return
  await Promise.all(CHECKS.map((name) => step(name, () => npmScript(name))))
  await step('unit tests', async () => {
    const report = join(reports, 'unit.json')
    const flags = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    await counted(npm(['exec', '--', 'vitest', 'run', ...flags]), report, (json) => ({
      passed: json.numPassedTests,
      // A file that cannot even be loaded has no tests, and has failed.
      failed: Math.max(json.numFailedTests, json.success ? 0 : 1),
      skipped: json.numPendingTests + json.numTodoTests,
    }))
  })
  await step('end-to-end tests', async () => {
    const report = join(reports, 'e2e.json')
    const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report }
    const tests = npm(['exec', '--', 'playwright', 'test', '--reporter=list,json'], { env })
    await counted(tests, report, ({ stats, errors }) => ({
      passed: stats.expected + stats.flaky,
      failed: Math.max(stats.unexpected, errors.length > 0 ? 1 : 0),
      skipped: stats.skipped,
    }))
  })
}

/**
 * Does a step, and notes when it fails: the later ones still run.
 *
 * @param {string} name
 * @param {() => Promise<void>} work
 */
async function step(name, work) {
  say(`\n— ${name}`)
  const startedAt = Date.now()
  try {
    await work()
    say(`  ${name}: ${Math.round((Date.now() - startedAt) / 1000)} s`)
  } catch (error) {
    failures.push(name)
    say(error instanceof Error ? error.message : String(error))
  }
}

/**
 * Adds a runner's own counts to the sum, also when tests failed.
 *
 * @param {Promise<void>} tests
 * @param {string} report the runner's JSON report
 * @param {(json: any) => Counts} countsOf
 */
async function counted(tests, report, countsOf) {
  try {
    await tests
  } finally {
    const counts = countsOf(JSON.parse(readFileSync(report, 'utf8')))
    for (const kind of /** @type {const} */ (['passed', 'failed', 'skipped'])) sum[kind] += counts[kind]
  }
}
