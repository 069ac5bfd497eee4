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
          if (/^assets\/[\w.-]+\.iife\.ts-[\w-]+\.js$/.test(name)) delete bundle[name]
        }
        const manifest = bundle['manifest.json']
        if (manifest?.type !== 'asset') return
        const { web_accessible_resources: _dropped, ...kept } = JSON.parse(String(manifest.source)) as Record<string, unknown>
        manifest.source = JSON.stringify(kept, null, 2)
      },
    },
  }
}
