import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The pages that the server gives to browsers; it serves what is built here under /web/. */
export default defineConfig({
  root: folder('.'),
  base: '/web/',
  publicDir: false,
  plugins: [svelte({ configFile: folder('../../svelte.config.js') })],
  build: {
    outDir: folder('../../dist/server/web'),
    emptyOutDir: true,
    target: ['chrome123', 'firefox128', 'safari17.5'],
    modulePreload: false,
    rolldownOptions: { input: [folder('share.html'), folder('dashboard.html')] },
  },
})
