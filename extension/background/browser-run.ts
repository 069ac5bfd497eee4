import browser from 'webextension-polyfill'

/**
 * Names this run of the browser: the same for every worker until the browser (or the extension) is started again.
 * A session that another run left recording was cut off when that run died.
 */
export async function browserRun(): Promise<string> {
  const { browserRun: known } = await browser.storage.session.get('browserRun')
  if (typeof known === 'string') return known
  const run = crypto.randomUUID()
  await browser.storage.session.set({ browserRun: run })
  return run
}
