import { ensureBuilds } from './builds.mjs'
import { ensurePackages } from './packages.mjs'
import { ensurePrograms } from './programs.mjs'
import { say } from './shell.mjs'

// `npm start`: sets up what is missing, starts the server on its embedded defaults and the demo shop, and
// - with a display, opens a Chromium with the extension on that shop;
// - without one (or with --headless), does a tester's whole job by script, and prints the link and a picture.

const headless = process.argv.includes('--headless') || !hasDisplay()
try {
  await ensurePackages()
  await ensurePrograms(['chromium'])
  await ensureBuilds(['chrome', 'server', 'web'])
  // From here on npm packages are used, which have just been installed.
  const { openBrowser, runJob } = await import('./demo.mjs')
  await (headless ? runJob({ keep: process.argv.includes('--keep') }) : openBrowser())
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY)
}
