import { gzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { build, loadConfigFromFile } from 'vite'

/**
 * What the masks cost: `npm run bench:masking` prints the time of plain rrweb, of rrweb with the masks, and of the
 * sanitizer alone, on a page of 10,000 nodes and a burst of 5,000 mutations, each in a page of its own, and the size of
 * the masks' code. Ratios are what to look at; the machine decides the rest.
 */
const root = fileURLToPath(new URL('../..', import.meta.url))
const ROUNDS = 15
const VARIANTS = /** @type {const} */ (['plain', 'standard', 'strict'])

const script = await bundle('bench/masking/page.ts', false)
const masks = await bundle('extension/page/masking/create-masker.ts', true)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})

/** @type {Record<string, Awaited<ReturnType<typeof measure>>[]>} */
const results = { plain: [], standard: [], strict: [] }
for (let round = 0; round < ROUNDS; round++) {
  for (const variant of VARIANTS) results[variant]?.push(await measure(variant))
}
await browser.close()

/** @type {Record<string, object>} */
const table = {}
for (const part of /** @type {const} */ (['snapshot', 'burst'])) {
  const plain = median('plain', (result) => result[part].total)
  for (const level of ['standard', 'strict']) {
    const sanitizer = median(level, (result) => result[part].sanitizer)
    const total = median(level, (result) => result[part].total)
    table[`${part}, ${level}`] = {
      'plain rrweb, ms': plain.toFixed(1),
      'with masks, ms': total.toFixed(1),
      'sanitizer alone, ms': sanitizer.toFixed(1),
      'with masks to plain rrweb': `${(total / plain).toFixed(2)} times`,
      'sanitizer to plain rrweb': `${((sanitizer / plain) * 100).toFixed(1)} %`,
    }
  }
}
console.log(`${results.plain?.[0]?.nodes} nodes; medians of ${ROUNDS} pages`)
console.table(table)
console.log(`code of the masks: ${masks.length} bytes, ${gzipSync(masks, { level: 9 }).length} gzipped`)

/** @param {'plain' | 'standard' | 'strict'} variant */
async function measure(variant) {
  const page = await browser.newPage()
  await page.setContent('<!doctype html><title>Bench</title><body></body>')
  await page.addScriptTag({ content: script })
  const result = await page.evaluate((which) => window.measure(which), variant)
  await page.close()
  return result
}

/**
 * @param {string} variant
 * @param {(result: Awaited<ReturnType<typeof measure>>) => number} figure
 */
function median(variant, figure) {
  const figures = (results[variant] ?? []).map(figure).sort((a, b) => a - b)
  return figures[Math.floor(figures.length / 2)] ?? NaN
}

/**
 * JavaScript in one piece.
 *
 * @param {string} entry
 * @param {boolean} minify
 */
async function bundle(entry, minify) {
  const extension = await loadConfigFromFile({ command: 'build', mode: 'chrome' }, 'vite.config.ts', root)
  const output = await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: extension?.config.resolve ?? {},
    build: {
      write: false,
      target: 'chrome123',
      minify,
      lib: { entry, formats: ['iife'], name: 'bench', fileName: () => 'bench.js' },
    },
  })
  if (!Array.isArray(output) || !output[0]) throw new Error('vite gave no bundle')
  return output[0].output[0].code
}
