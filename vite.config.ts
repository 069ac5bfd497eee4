import { fileURLToPath } from 'node:url'
import { crx } from '@crxjs/vite-plugin'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { prebundleRecorder } from './extension/build/prebundle-recorder.ts'
import { trimPackage } from './extension/build/trim-package.ts'
import manifest from './manifest.config.ts'

/** The extension: `vite build --mode chrome` (also for Edge) and `--mode firefox`. */
export default defineConfig(async ({ command, mode }) => {
  // Tools that only read this file (svelte-check) ask as a dev server would, and then crxjs empties the output folder.
  if (command !== 'build') return { plugins: [svelte()] }
  const browser = mode === 'firefox' ? 'firefox' : 'chrome'
  return {
    plugins: [svelte(), crx({ manifest, browser }), trimPackage()],
    resolve: {
      alias: { 'rrweb-recorder': await prebundleRecorder(fileURLToPath(new URL('.', import.meta.url))) },
    },
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: ['chrome123', 'firefox142'],
      modulePreload: false,
      rolldownOptions: { input: { panel: 'devtools-panel/panel.html' } },
    },
  }
})
