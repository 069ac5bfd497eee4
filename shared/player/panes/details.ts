import type { SessionMetadata } from '../../session/metadata.ts'
import { plural } from '../../ui/format.ts'
import { formatDuration } from '../time.ts'

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

/** A date and time in the reader's language and zone. @param iso ISO 8601 */
function formatDate(iso: string, zone?: string): string {
  return new Date(iso).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
    ...(zone ? { timeZone: zone } : {}),
  })
}

const joined = (...parts: string[]) => parts.filter(Boolean).join(' ')
