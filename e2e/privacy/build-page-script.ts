import { fileURLToPath } from 'node:url'
import { build, loadConfigFromFile } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The page's script as the extension has it, in one piece of JavaScript. */
export const buildPageScript = (): Promise<string> => buildScript('extension/page/main.iife.ts', 'page')

/** What finds, for the highlight, what is masked: as `window.finder`. */
export const buildFinder = (): Promise<string> =>
  buildScript('extension/content/highlight/find-masked.ts', 'finder')

async function buildScript(entry: string, name: string): Promise<string> {
  const extension = await loadConfigFromFile({ command: 'build', mode: 'chrome' }, 'vite.config.ts', root)
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: extension?.config.resolve ?? {},
    build: {
      write: false,
      target: 'chrome123',
      minify: false,
      lib: {
        entry,
        formats: ['iife'],
        name,
        fileName: () => `${name}.js`,
      },
    },
  })
  if (!Array.isArray(result) || !result[0]) throw new Error('vite gave no bundle')
  return result[0].output[0].code
}
