import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startShop } from '../shop/server.mjs'
import { ensurePackages } from './packages.mjs'
import { ROOT, say } from './shell.mjs'

// `npm run dev`: builds everything again as its sources change, restarts the server, and serves the demo shop. Load
// dist/chrome in chrome://extensions once, and press its reload button after a change.

await ensurePackages()
const shop = await startShop({ port: 4620 })
const children = [
  watch('chrome', ['--mode', 'chrome']),
  watch('firefox', ['--mode', 'firefox']),
  watch('server', ['-c', 'server/vite.config.ts']),
  watch('web', ['-c', 'server/web/vite.config.ts']),
]
process.once('SIGINT', end)
process.once('SIGTERM', end)

while (!existsSync(join(ROOT, 'dist/server/main.js'))) await delay(200)
children.push(prefixed('serve', ['--watch', '--enable-source-maps', 'dist/server/main.js']))
say(`The demo shop is at ${shop.url}. Ctrl+C ends all.`)

/**
 * @param {string} name
 * @param {string[]} args
 */
function watch(name, args) {
  return prefixed(name, ['node_modules/vite/bin/vite.js', 'build', '--watch', ...args])
}

/**
 * Runs Node, with its name before every line that it prints.
 *
 * @param {string} name
 * @param {string[]} args
 */
function prefixed(name, args) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      for (const line of String(chunk).split('\n').filter(Boolean)) say(`${name.padEnd(8)}${line}`)
    })
  }
  return child
}

async function end() {
  for (const child of children) child.kill()
  await shop.close()
}
