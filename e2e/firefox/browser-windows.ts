import type { Firefox } from './firefox.ts'

// What is reached with the rights of the browser itself, and what its code sees, as far as it is used here.
interface Toolbox {
  doc: Document
  getAdditionalTools(): { id: string; label: string }[]
  selectTool(id: string): Promise<unknown>
}
interface BrowserElement extends Element {
  currentURI: { spec: string }
  messageManager: {
    loadFrameScript(url: string, allowDelayed: boolean): void
    addMessageListener(name: string, listener: (message: { data: PanelAnswer }) => void): void
  }
}
interface PanelAnswer {
  json?: string
  error?: string
}
interface DevTools {
  showToolboxForTab(tab: unknown): Promise<Toolbox>
  getToolboxForTab(tab: unknown): Promise<Toolbox>
}
declare const ChromeUtils: {
  importESModule(url: string): {
    require(path: string): { gDevTools: DevTools }
    ExtensionParent: { apiManager: { global: { tabTracker: { getId(tab: unknown): number } } } }
  }
}
declare const Services: {
  wm: { getMostRecentWindow(type: string): Window & { gBrowser: { selectedTab: unknown } } }
}

/** The number by which extensions know the tab in front. */
export function tabIdOfFront(firefox: Firefox): Promise<number> {
  return firefox.evaluateInBrowser(() => {
    const url = 'resource://gre/modules/ExtensionParent.sys.mjs'
    const { tabTracker } = ChromeUtils.importESModule(url).ExtensionParent.apiManager.global
    return tabTracker.getId(Services.wm.getMostRecentWindow('navigator:browser').gBrowser.selectedTab)
  })
}

/** Opens DevTools on the tab in front, selects the panel with this title, and gives its id. */
export function openPanel(firefox: Firefox, title: string): Promise<string> {
  return firefox.evaluateInBrowser(async (label) => {
    const loader = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs')
    const { gDevTools } = loader.require('devtools/client/framework/devtools')
    const window = Services.wm.getMostRecentWindow('navigator:browser')
    const toolbox = await gDevTools.showToolboxForTab(window.gBrowser.selectedTab)
    const until = async <Value>(probe: () => Value) => {
      for (let round = 0; round < 200; round++) {
        const value = probe()
        if (value) return value
        await new Promise((resolve) => window.setTimeout(resolve, 50))
      }
      throw new Error(`DevTools have no panel ${label}`)
    }
    const { id } = await until(() => toolbox.getAdditionalTools().find((tool) => tool.label === label))
    await toolbox.selectTool(id)
    await until(() => {
      const frame = toolbox.doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement | null
      const browser = frame?.contentDocument?.querySelector('browser') as BrowserElement | null
      return browser?.currentURI.spec.startsWith('moz-extension:')
    })
    return id
  }, title)
}

/** Runs a function in the panel; what it gives comes back as JSON. */
export async function evaluateInPanel<Args extends unknown[], Result>(
  firefox: Firefox,
  panelId: string,
  fn: (...args: Args) => Result,
  ...args: Args
): Promise<Awaited<Result>> {
  const call = `(async () => JSON.stringify(await (${String(fn)})(...${JSON.stringify(args)})))()`
  const answer = await firefox.evaluateInBrowser(
    async (id, code) => {
      const loader = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs')
      const { gDevTools } = loader.require('devtools/client/framework/devtools')
      const window = Services.wm.getMostRecentWindow('navigator:browser')
      const toolbox = await gDevTools.getToolboxForTab(window.gBrowser.selectedTab)
      const frame = toolbox.doc.getElementById(`toolbox-panel-iframe-${id}`) as HTMLIFrameElement
      const browser = frame.contentDocument!.querySelector('browser') as BrowserElement
      const reply = `qa-replay:${Math.random()}`
      // A sandbox with the page's own principal: the panel's globals, without the wrappers of privileged code.
      const frameScript = `(async () => {
        let answer
        try {
          const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false, sameZoneAs: content })
          answer = { json: await Cu.evalInSandbox(${JSON.stringify(code)}, sandbox) }
        } catch (error) {
          answer = { error: String(error) }
        }
        sendAsyncMessage(${JSON.stringify(reply)}, answer)
      })()`
      return new Promise<PanelAnswer>((resolve) => {
        browser.messageManager.addMessageListener(reply, (message) => resolve(message.data))
        browser.messageManager.loadFrameScript(
          `data:text/javascript,${encodeURIComponent(frameScript)}`,
          false,
        )
      })
    },
    panelId,
    call,
  )
  if (answer.error !== undefined) throw new Error(answer.error)
  return (answer.json === undefined ? undefined : JSON.parse(answer.json)) as Awaited<Result>
}
