import type { Plugin } from 'vite'

/**
 * Leaves out of the package what crxjs adds for scripts that are injected: pages need no access to them, and could tell
 * by it that the extension is installed; and their second copy as modules is not loaded by anything.
 */
export function trimPackage(): Plugin {
  return {
    name: 'qa-replay:trim-package',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const name of Object.keys(bundle)) {
          if (/^assets\/[\w.-]+\.iife\.ts-[\w-]+\.js$/.test(name)) Reflect.deleteProperty(bundle, name)
        }
        const file = bundle['manifest.json']
        if (file?.type !== 'asset') return
        const manifest = JSON.parse(String(file.source)) as Record<string, unknown>
        delete manifest['web_accessible_resources']
        file.source = JSON.stringify(manifest, null, 2)
      },
    },
  }
}
