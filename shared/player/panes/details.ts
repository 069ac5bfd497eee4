import type { SessionMetadata } from '../../session/metadata.ts'
import { plural } from '../../ui/format.ts'
import { strings } from '../strings.ts'
import { formatDuration, formatTime } from '../time.ts'

export interface Detail {
  label: string
  value: string
}

/** The metadata of a session in words. @param zone of the reader; for tests */
export function describeSession(metadata: SessionMetadata, zone?: string): Detail[] {
  const { device, browser, os, viewport, trigger } = metadata
  const rows: [string, string | null][] = [
    ['Title', metadata.title],
    ['Recorded', formatDate(metadata.startedAt, zone)],
    ['Duration', formatDuration(metadata.duration)],
    ['First page', metadata.initialUrl],
    ['Pages', plural(metadata.pageViews, 'page')],
    ['Browser', joined(browser.name, browser.version)],
    ['System', joined(os.name, os.version)],
    ['Device', joined(device.type, device.model ? `(${device.model})` : '')],
    ['Viewport', `${viewport.width} × ${viewport.height}`],
    ['Country', metadata.country],
    ['Errors', String(metadata.errorCount)],
    ['Frustration', `${metadata.frustrationScore} of 100`],
    ['Recorded because', trigger.reason],
    ['Masking', metadata.maskingLevel],
    ['Visitor', metadata.visitorId],
    ['Session', metadata.sessionId],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

/** What the page was at a moment, in words. */
export function describeMoment(moment: {
  timeMs: number
  page: { url: string; title: string } | null
  viewport: { width: number; height: number } | null
  /** Null when there is only one. */
  tab: number | null
}): Detail[] {
  const { timeMs, page, viewport, tab } = moment
  const rows: [string, string | null | undefined][] = [
    ['Time', formatTime(timeMs, true)],
    ['Address', page?.url],
    ['Page title', page?.title],
    ['Window', viewport && `${viewport.width} × ${viewport.height}`],
    ['Tab', tab === null ? null : strings.tab(tab)],
  ]
  return rows.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

/** A date and time in the reader's language and zone. @param iso ISO 8601 */
function formatDate(iso: string, zone?: string): string {
  return new Date(iso).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(zone ? { timeZone: zone } : {}),
  })
}

const joined = (...parts: string[]) => parts.filter(Boolean).join(' ')
