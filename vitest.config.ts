import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

/** Parts whose tests want a document. */
const DOM_PARTS = [
  'extension/{page,content,popup,options}',
  'devtools-panel',
  'shared/{player,ui}',
  'server/web',
].map((folder) => `${folder}/**/*.test.ts`)

export default defineConfig({
  test: {
    // Many tests wait for servers: two at once also where there are two cores.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{extension,shared,server,bench}/**/*.test.ts', 'e2e/{lint,run,shop}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...DOM_PARTS],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'], alias: { 'rrweb-recorder': 'rrweb' } },
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: DOM_PARTS,
          exclude: ['**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
    ],
  },
})
