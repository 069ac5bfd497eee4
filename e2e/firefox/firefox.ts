import { setTimeout as delay } from 'node:timers/promises'
import type { Marionette } from './marionette.ts'

/** Key of WebDriver's element references. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'

/** A Firefox under remote control. Functions handed over run in the browser: they see only their arguments. */
export class Firefox {
  constructor(
    readonly marionette: Marionette,
    readonly quit: () => Promise<void>,
  ) {}

  /** Installs an unpacked extension until the end of this run. */
  async install(folder: string): Promise<string> {
    return (await this.marionette.send('Addon:Install', { path: folder, temporary: true })) as string
  }

  async goto(url: string): Promise<void> {
    await this.marionette.send('WebDriver:Navigate', { url })
  }

  /** Opens a tab, goes there, and gives its handle. */
  async newTab(): Promise<string> {
    const { handle } = (await this.marionette.send('WebDriver:NewWindow', { type: 'tab', focus: true })) as {
      handle: string
    }
    await this.switchTo(handle)
    return handle
  }

  async currentTab(): Promise<string> {
    return (await this.marionette.send('WebDriver:GetWindowHandle')) as string
  }

  async switchTo(handle: string): Promise<void> {
    await this.marionette.send('WebDriver:SwitchToWindow', { handle, focus: true })
  }

  /** Runs a function in the page, waits for what it promises, and gives its result. */
  async evaluate<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    const script = `const args = [...arguments], done = args.pop()
      Promise.resolve().then(() => (${String(fn)})(...args)).then((value) => done({ value }), (error) => done({ error: String(error) }))`
    const answer = (await this.marionette.send('WebDriver:ExecuteAsyncScript', {
      script,
      args,
      sandbox: null,
      newSandbox: false,
    })) as { value: Awaited<Result>; error?: string }
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value
  }

  /** {@link evaluate} with the rights of the browser itself: ChromeUtils, Services, all windows. */
  async evaluateInBrowser<Args extends unknown[], Result>(
    fn: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>> {
    await this.marionette.send('Marionette:SetContext', { value: 'chrome' })
    try {
      return await this.evaluate(fn, ...args)
    } finally {
      await this.marionette.send('Marionette:SetContext', { value: 'content' })
    }
  }

  /** A real click into the middle of the first element that fits; waits until it is there and enabled. */
  async click(xpath: string): Promise<void> {
    await this.marionette.send('WebDriver:ElementClick', { id: await this.#find(xpath, true) })
  }

  /** Real key strokes into a field. */
  async type(xpath: string, text: string): Promise<void> {
    await this.marionette.send('WebDriver:ElementSendKeys', { id: await this.#find(xpath, true), text })
  }

  async waitFor(xpath: string): Promise<void> {
    await this.#find(xpath, false)
  }

  /** PNG of what the tab shows. */
  async screenshot(): Promise<Buffer> {
    const base64 = await this.marionette.send('WebDriver:TakeScreenshot', { full: false })
    return Buffer.from(base64 as string, 'base64')
  }

  /** Polls until `probe` gives something truthy. */
  async until<Value>(probe: () => Promise<Value>, what: string, timeoutMs = 15_000): Promise<Value> {
    const giveUpAt = Date.now() + timeoutMs
    for (;;) {
      const value = await probe()
      if (value) return value
      if (Date.now() > giveUpAt) throw new Error(`${what} did not come about within ${timeoutMs} ms`)
      await delay(100)
    }
  }

  /** The first element that fits, once it is there; `enabled`: and takes input. */
  async #find(xpath: string, enabled: boolean): Promise<string> {
    const found = await this.until(async () => {
      const reply = this.marionette.send('WebDriver:FindElement', { using: 'xpath', value: xpath })
      const reference = (await reply.catch(() => null)) as Record<string, string> | null
      const id = reference?.[ELEMENT]
      if (!id || !enabled) return id
      return (await this.marionette.send('WebDriver:IsElementEnabled', { id }).catch(() => false)) ? id : null
    }, `An element ${xpath}`)
    return found!
  }
}
