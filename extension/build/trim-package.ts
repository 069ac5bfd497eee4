import type { Plugin, Rolldown } from 'vite'

/**
 * Makes the package what browsers and stores accept.
 *
 * Noncharacters (U+FFFE, which rrweb's postcss contains) are written as escapes: Chromium calls a script with them "not
 * UTF-8". Left out is what crxjs adds for scripts that are injected: pages need no access to them, and could tell by it
 * that the extension is installed; and their second copy as modules, with what only they import, is not loaded by anything.
 */
export function trimPackage(): Plugin {
  return {
    name: 'qa-replay:trim-package',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const name of Object.keys(bundle)) {
          if (/^assets\/[\w.-]+\.iife\.ts-[\w-]+\.js$/.test(name)) leaveOut(bundle, name)
        }
        for (const file of Object.values(bundle)) {
          if (file.type === 'chunk')
            file.code = file.code.replace(/\p{Noncharacter_Code_Point}/gu, escapeUnits)
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

/** Takes a chunk out of the package, and every chunk that nothing else imports. */
function leaveOut(bundle: Rolldown.OutputBundle, name: string): void {
  const chunk = bundle[name]
  Reflect.deleteProperty(bundle, name)
  if (chunk?.type !== 'chunk') return
  const others = Object.values(bundle).filter((file) => file.type === 'chunk')
  for (const imported of chunk.imports) {
    if (!others.some(({ imports, dynamicImports }) => [...imports, ...dynamicImports].includes(imported)))
      leaveOut(bundle, imported)
  }
}

/** As in a string or a regular expression, where alone such characters can stand. */
function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
