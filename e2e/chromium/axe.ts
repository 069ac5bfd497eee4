import type { Page } from '@playwright/test'
import axe, { type AxeResults } from 'axe-core'

/** What axe finds wrong with the accessibility of a page, one line a rule. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as typeof globalThis & { axe: typeof axe }).axe.run(),
  )
  return describe(violations)
}

const describe = (violations: AxeResults['violations']) =>
  violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
