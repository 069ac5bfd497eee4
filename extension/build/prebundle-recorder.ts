import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'vite'

/**
 * Bundles rrweb's recorder alone, and gives the path of the module.
 *
 * rrweb's one ES module cannot be tree-shaken past its two inlined copies of postcss, which only replay needs. They
 * also carry U+FFFE, and Chromium refuses an extension with a content script that contains it. crxjs builds standalone
 * scripts without plugins, but hands `resolve` down: an alias to this file is the way in.
 */
export async function prebundleRecorder(root: string): Promise<string> {
  const source = join(dirname(createRequire(join(root, 'package.json')).resolve('rrweb')), 'rrweb.js')
  const folder = join(root, 'node_modules/.cache/qa-replay-recorder')
  const output = join(folder, 'out/recorder.js')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'rrweb.js'), markPure(readFileSync(source, 'utf8')))
  writeFileSync(join(folder, 'entry.js'), `export { record } from './rrweb.js'\n`)
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: dirname(output),
      emptyOutDir: true,
      target: 'chrome123',
      minify: false,
      rolldownOptions: { treeshake: { propertyReadSideEffects: false } },
      lib: { entry: join(folder, 'entry.js'), formats: ['es'], fileName: () => 'recorder.js' },
    },
  })
  if (readFileSync(output, 'utf8').includes('CssSyntaxError')) {
    throw new Error(
      'postcss is still in the bundle of the recorder: rrweb has changed, see prebundle-recorder.ts',
    )
  }
  return output
}

/** Marks what only initializes postcss as free of side effects, so that it can be dropped. */
function markPure(code: string): string {
  return code
    .replace(/^(var \w+(?:\$1)? = \/\* @__PURE__ \*\/ __toESM(?:\$1)?\()\(/gm, '$1/* @__PURE__ */ (')
    .replace(/^import_postcss(\$1)?\.default(\.\w+)?;$/gm, '')
    .replace(/^var (\w+) = (import_postcss(?:\$1)?\.default);$/gm, 'var $1 = /* @__PURE__ */ (() => $2)();')
}
