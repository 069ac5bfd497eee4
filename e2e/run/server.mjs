import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureBuilds } from './builds.mjs'
import { ensurePackages } from './packages.mjs'
import { ROOT } from './shell.mjs'

// `npm run server`: the built server, in this process. Its settings come from the environment; see server/config.ts.

await ensurePackages()
await ensureBuilds(['server', 'web'])
await import(pathToFileURL(join(ROOT, 'dist/server/main.js')).href)
