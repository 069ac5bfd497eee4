import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build } from 'vite'

/**
 * How long it takes to get to any moment of a long session: `node bench/seek/run.mjs` prints the 50th and the 95th
 * percentile of rrweb's own Replayer and of the player, in the same run, for an hour of 200,000 events: on one page, and
 * over twelve. `cold` is the first jump after opening, to a late moment.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const HOUR_MS = 3_600_000
const JUMPS = Number(process.env.JUMPS ?? 10)
const SHAPES = {
  'one page': { events: 200_000, durationMs: HOUR_MS, pages: 1 },
  'twelve pages': { events: 200_000, durationMs: HOUR_MS, pages: 12 },
}
/** Where to: every one far from the one before. */
const DIRECTIONS = {
  cold: [0.97],
  forward: sequence((i) => (i + 0.5) / JUMPS),
  backward: sequence((i) => 1 - (i + 0.5) / JUMPS),
  'a second back': sequence((i) => 0.6 - (i * 1000) / HOUR_MS),
}

const script = await bundle('bench/seek/page.ts')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
/** @type {Record<string, object>} */
const table = {}
for (const [shapeName, shape] of Object.entries(SHAPES)) {
  for (const [direction, jumps] of Object.entries(DIRECTIONS)) {
    const plain = await measure('plain', shape, jumps)
    const ours = await measure('ours', shape, jumps)
    table[`${shapeName}, ${direction}`] = {
      'plain rrweb p50, ms': percentile(plain, 0.5).toFixed(0),
      'p95, ms': percentile(plain, 0.95).toFixed(0),
      'player p50, ms': percentile(ours, 0.5).toFixed(0),
      'player p95, ms': percentile(ours, 0.95).toFixed(0),
      'p50, player to plain': (percentile(ours, 0.5) / percentile(plain, 0.5)).toFixed(3),
    }
    console.log(shapeName, direction, 'is through')
  }
}
await browser.close()
console.log(`${JUMPS} jumps each, but one for cold`)
console.table(table)

/**
 * @param {'plain' | 'ours'} kind
 * @param {{ events: number, durationMs: number, pages: number }} shape
 * @param {readonly number[]} jumps
 */
async function measure(kind, shape, jumps) {
  const page = await browser.newPage()
  page.setDefaultTimeout(0)
  await page.setContent('<!doctype html><title>Bench</title><body></body>')
  await page.addScriptTag({ content: script })
  // What is not cold comes after a first jump to the end, which is not counted.
  const isCold = jumps.length === 1
  const all = isCold ? jumps : [1, jumps[0] ?? 0, ...jumps]
  const times = await page.evaluate(({ which, what, where }) => window.measureSeeks(which, what, where), {
    which: kind,
    what: shape,
    where: all,
  })
  await page.close()
  return isCold ? times : times.slice(2)
}

/** @param {(i: number) => number} at */
function sequence(at) {
  return Array.from({ length: JUMPS }, (_, i) => at(i))
}

/**
 * @param {readonly number[]} figures
 * @param {number} share
 */
function percentile(figures, share) {
  const sorted = figures.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

/** @param {string} entry JavaScript in one piece */
async function bundle(entry) {
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      minify: false,
      lib: { entry: `${root}/${entry}`, formats: ['iife'], name: 'bench' },
    },
  })
  if (!Array.isArray(output) || !output[0]) throw new Error('vite gave no bundle')
  return output[0].output[0].code
}
