import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'

// What is built is what browsers and their stores accept.

const TEXT = /\.(js|mjs|css|html|json|svg)$/

for (const browser of ['chrome', 'firefox']) {
  test(`every file of dist/${browser} is text that Chromium takes as UTF-8`, () => {
    const files = readdirSync(`dist/${browser}`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      TEXT.test(file),
    )
    expect(files).toContain('manifest.json')
    const bad = files.filter((file) => !isSafeText(readFileSync(join('dist', browser, file))))
    expect(bad).toEqual([])
  })
}

/**
 * Whether it is UTF-8 without noncharacters (U+FFFE, U+FDD0...): Chromium refuses a whole extension for one of them, and
 * says that the file is not UTF-8.
 */
function isSafeText(bytes: Buffer): boolean {
  const text = new TextDecoder('utf-8', { fatal: false }).decode(bytes)
  return !/\uFFFD|\p{Noncharacter_Code_Point}/u.test(text) || isOnlyReplacement(bytes, text)
}

/** U+FFFD itself may stand in a file; it is damage only where the bytes do not spell it. */
function isOnlyReplacement(bytes: Buffer, text: string): boolean {
  return !/\p{Noncharacter_Code_Point}/u.test(text) && Buffer.from(text, 'utf8').equals(bytes)
}

test('Mozilla’s linter has nothing against dist/firefox', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    'node_modules/web-ext/bin/web-ext.js',
    'lint',
    '--source-dir=dist/firefox',
    '--output=json',
    '--self-hosted',
  ])
  const report = JSON.parse(stdout) as { errors: unknown[]; notices: unknown[]; warnings: { code: string }[] }
  expect(report.errors).toEqual([])
})
