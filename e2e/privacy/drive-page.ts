import type { Page } from '@playwright/test'
import type { Step, Vector } from './vectors/vector.ts'

/** Does the steps of all vectors, one after the other, as a visitor and the page's code would. */
export async function driveCorpus(page: Page, vectors: readonly Vector[]): Promise<void> {
  for (const vector of vectors) {
    for (const step of vector.steps) {
      try {
        await doStep(page, step)
      } catch (error) {
        throw new Error(`${vector.id}: ${(error as Error).message}`, { cause: error })
      }
    }
  }
}

async function doStep(page: Page, step: Step): Promise<void> {
  switch (step.do) {
    case 'type':
      return page.locator(step.into).pressSequentially(step.text)
    case 'paste':
      await page.locator(step.into).focus()
      return page.keyboard.insertText(step.text)
    case 'click':
      return page.locator(step.on).click()
    case 'run':
      await page.evaluate(`(async () => { ${FRAME} ${step.code} })()`)
  }
}

/** For steps: waits until observers of the page have been told of what happened. */
const FRAME = 'const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));'
