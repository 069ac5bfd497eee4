import type { Page } from '@playwright/test'
import type { Firefox } from '../firefox/firefox.ts'
import type { Step, Vector } from './vectors/vector.ts'

/** What a visitor and the page's own code do, in any browser. */
export interface Driver {
  /** Keys, one by one. */
  type(into: string, text: string): Promise<void>
  /** Pasted text: one input event. */
  paste(into: string, text: string): Promise<void>
  click(on: string): Promise<void>
  /** Runs a script of the page's own, and waits for what it promises. */
  run(script: string): Promise<unknown>
}

type Described = Step & { id: string }

/** Does the steps of all vectors, one after the other, as a visitor and the page's code would. */
export async function driveCorpus(driver: Driver, vectors: readonly Vector[]): Promise<void> {
  const steps = vectors.flatMap(({ id, steps }) => steps.map((step): Described => ({ ...step, id })))
  let codes: Described[] = []
  const runCodes = async () => {
    const batch = codes
    codes = []
    if (batch.length > 0) await driver.run(scriptOf(batch))
  }
  for (const step of steps) {
    if (step.do === 'run') {
      if (codes.push(step) === BATCH) await runCodes()
    } else {
      await runCodes()
      await doStep(driver, step)
    }
  }
  await runCodes()
}

/** Steps of the page's code that are run at once: a call to a browser takes longer than most of them. */
const BATCH = 40

async function doStep(driver: Driver, step: Described): Promise<void> {
  try {
    if (step.do === 'type') await driver.type(step.into, step.text)
    else if (step.do === 'paste') await driver.paste(step.into, step.text)
    else if (step.do === 'click') await driver.click(step.on)
  } catch (error) {
    throw new Error(`${step.id}: ${(error as Error).message}`, { cause: error })
  }
}

/** One script of several steps. What a step throws names its vector. */
function scriptOf(steps: readonly Described[]): string {
  const calls = steps.map((step) =>
    step.do === 'run' ? `await step(${JSON.stringify(step.id)}, async () => { ${step.code} })` : '',
  )
  return `(async () => {
    ${FRAME}
    const step = async (id, act) => {
      try { await act() } catch (error) { throw new Error(id + ': ' + error) }
    }
    ${calls.join('\n')}
  })()`
}

/** For steps: waits until observers of the page have been told of what happened. */
const FRAME = 'const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));'

export const chromiumDriver = (page: Page): Driver => ({
  type: (into, text) => page.locator(into).pressSequentially(text),
  async paste(into, text) {
    await page.locator(into).focus()
    await page.keyboard.insertText(text)
  },
  click: (on) => page.locator(on).click(),
  run: (script) => page.evaluate(script),
})

export const firefoxDriver = (firefox: Firefox): Driver => ({
  type: (into, text) => firefox.type(`//*[@data-f='${nameIn(into)}']`, text),
  async paste(into, text) {
    await firefox.evaluate(
      (selector, pasted) => {
        document.querySelector<HTMLElement>(selector)!.focus()
        // eslint-disable-next-line @typescript-eslint/no-deprecated -- still the one way to insert text as a paste does
        document.execCommand('insertText', false, pasted)
      },
      into,
      text,
    )
  },
  click: (on) => firefox.click(`//*[@data-f='${nameIn(on)}']`),
  // The page's own eval: what is thrown later is the page's error then.
  run: (script) => firefox.evaluate((code) => window.eval(code) as Promise<unknown>, script),
})

const nameIn = (selector: string) => /data-f="?([\w-]+)/.exec(selector)?.[1] ?? ''
