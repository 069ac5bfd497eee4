import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'
import ts from 'typescript-eslint'

// A check that resolves or parses nothing reports nothing, and looks like a clean tree. So: what must be reported, in
// made-up files and in fixtures that the lint itself leaves out, is.

/** Rules that need types cannot look at files that are not on the disk. */
const withoutTypes = ts.configs.disableTypeChecked as NonNullable<ESLint.Options['overrideConfig']>
const forMadeUpFiles = new ESLint({ overrideConfig: withoutTypes })
const forFixtures = new ESLint({ ignore: false })

/** The import rules that `code` breaks when it stands in `filePath`. */
async function brokenRules(filePath: string, code: string): Promise<string[]> {
  const [result] = await forMadeUpFiles.lintText(code, { filePath })
  return rulesOf(result!).filter((rule) => /^(boundaries|import-x)\/|Parsing/.test(rule))
}

async function brokenRulesOfFixture(name: string): Promise<string[]> {
  const [result] = await forFixtures.lintFiles(`e2e/lint/fixtures/${name}`)
  return rulesOf(result!)
}

const rulesOf = (result: ESLint.LintResult) =>
  result.messages.map((message) => message.ruleId ?? message.message)

describe('imports that the table forbids', () => {
  it.each([
    ['the format, of anything of ours', 'shared/session/made-up.ts', '../store/schema.ts'],
    ['the page world, of the store', 'extension/page/made-up.ts', '../../shared/store/schema.ts'],
    ['the relay, of the format', 'extension/content/made-up.ts', '../../shared/session/events.ts'],
    ['the relay, of the page script', 'extension/content/made-up.ts', '../page/outbox.ts'],
    ['the server, of the protocol', 'server/made-up.ts', '../shared/protocol/requests.ts'],
    ['the share page, of the server', 'server/web/made-up.ts', '../../e2e/lint/import-rules.test.ts'],
    ['the product, of its tests', 'extension/background/made-up.ts', '../../e2e/lint/import-rules.test.ts'],
    ['anything outside of the parts', 'devtools-panel/made-up.ts', '../vitest.config.ts'],
  ])('%s', async (_what, filePath, target) => {
    expect(await brokenRules(filePath, `export * from '${target}'\n`)).toEqual([
      expect.stringMatching(/^boundaries\//),
    ])
  })

  it('types alone, inside a component', async () => {
    const code = `<script lang="ts">\n  import type { SessionRow } from '../../shared/store/schema.ts'\n  let row: SessionRow\n</script>\n`
    expect(await brokenRules('extension/popup/MadeUp.svelte', code)).toEqual(['boundaries/dependencies'])
  })

  it('dynamic imports', async () => {
    const code = `await import('../../shared/store/schema.ts')\n`
    expect(await brokenRules('extension/page/made-up.ts', code)).toEqual(['boundaries/dependencies'])
  })
})

describe('imports that the table allows', () => {
  it.each([
    ['the background, of the store', 'extension/background/made-up.ts', '../../shared/store/schema.ts'],
    ['the panel, of the store reader', 'devtools-panel/made-up.ts', '../shared/store/reader.ts'],
    ['the server, of the format', 'server/made-up.ts', '../shared/session/events.ts'],
    ['a package', 'shared/session/made-up.ts', 'fflate'],
  ])('%s', async (_what, filePath, target) => {
    expect(await brokenRules(filePath, `export * from '${target}'\n`)).toEqual([])
  })
})

it('reports a cycle of imports', async () => {
  expect(await brokenRulesOfFixture('cycle-a.ts')).toContain('import-x/no-cycle')
})

it('reports a promise that nobody waits for inside a component', async () => {
  expect(await brokenRulesOfFixture('FloatingPromise.svelte')).toContain(
    '@typescript-eslint/no-floating-promises',
  )
})
