import browser from 'webextension-polyfill'
import type { MaskingLevel } from '../../shared/session/metadata.ts'
import { startRecording } from './recording.ts'

/**
 * A recording that waits for the answer to the browser's question for access. Browsers close the popup when they ask
 * (Firefox always does), so the popup cannot wait for the answer itself.
 */
export interface AskedRecording {
  tabId: number
  level: MaskingLevel
  /** The match pattern that was asked for. */
  pattern: string
}

const KEY = 'asked'

export async function rememberAsked(asked: AskedRecording): Promise<void> {
  await browser.storage.session.set({ [KEY]: asked })
}

/** What was asked for last, and is not answered with yes (yet). */
export async function askedRecording(): Promise<AskedRecording | null> {
  const { [KEY]: asked } = await browser.storage.session.get(KEY)
  return (asked as AskedRecording | undefined) ?? null
}

/** Starts what was asked for, when access was given. */
export async function startAsked(): Promise<void> {
  const asked = await askedRecording()
  if (!asked || !(await browser.permissions.contains({ origins: [asked.pattern] }))) return
  await forgetAsked()
  await startRecording(asked.tabId, { level: asked.level, access: 'site' })
}

export async function forgetAsked(): Promise<void> {
  await browser.storage.session.remove(KEY)
}
