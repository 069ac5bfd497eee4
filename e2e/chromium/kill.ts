import { expect, type BrowserContext } from '@playwright/test'

/** Ends the extension's service worker, once it runs, whatever it is doing. */
export async function killWorker(context: BrowserContext, extensionId: string): Promise<void> {
  const devtools = await context.browser()!.newBrowserCDPSession()
  const findWorker = async () => {
    const { targetInfos } = await devtools.send('Target.getTargets')
    return targetInfos.find(
      ({ type, url }) => type === 'service_worker' && url.startsWith(`chrome-extension://${extensionId}/`),
    )?.targetId
  }
  await expect.poll(findWorker).toBeDefined()
  await devtools.send('Target.closeTarget', { targetId: (await findWorker())! })
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
