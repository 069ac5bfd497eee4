import browser from 'webextension-polyfill'

/** Which recording ended last in a tab: what the popup shows there next. Forgotten with the run of the browser. */
const keyOf = (tabId: number) => `ended:${tabId}`

export async function rememberEnded(tabId: number, sessionId: string): Promise<void> {
  await browser.storage.session.set({ [keyOf(tabId)]: sessionId })
}

export async function endedIn(tabId: number): Promise<string | null> {
  const key = keyOf(tabId)
  const { [key]: sessionId } = await browser.storage.session.get(key)
  return typeof sessionId === 'string' ? sessionId : null
}

export async function forgetEnded(tabId: number): Promise<void> {
  await browser.storage.session.remove(keyOf(tabId))
}
