import type { BrowserContext } from '@playwright/test'

/** Ends the extension's service worker at once, whatever it is doing. */
export async function killWorker(context: BrowserContext, extensionId: string): Promise<void> {
  const devtools = await context.browser()!.newBrowserCDPSession()
  const { targetInfos } = await devtools.send('Target.getTargets')
  const worker = targetInfos.find(
    ({ type, url }) => type === 'service_worker' && url.startsWith(`chrome-extension://${extensionId}/`),
  )
  if (!worker) throw new Error('The service worker is not running')
  await devtools.send('Target.closeTarget', { targetId: worker.targetId })
  await devtools.detach()
}

/** SIGKILLs the browser: nothing is flushed, nobody says goodbye. */
export async function killBrowser(context: BrowserContext): Promise<void> {
  const devtools = await context.browser()!.newBrowserCDPSession()
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo')
  const pid = processInfo.find(({ type }) => type === 'browser')!.id
  const closed = context.waitForEvent('close')
  process.kill(pid, 'SIGKILL')
  await closed
}
