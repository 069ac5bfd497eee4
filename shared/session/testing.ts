import type { CustomPayloads, CustomTag, SessionEvent } from './events.ts'
import { EVENT_TYPE } from './events.ts'
import type { SessionMetadata } from './metadata.ts'

/** What tests build sessions from. */

export const STARTED_AT_MS = Date.parse('2026-03-04T10:00:00.000Z')

export function metadataFixture(change: Partial<SessionMetadata> = {}): SessionMetadata {
  return {
    formatVersion: 1,
    sessionId: '019cb890-a000-7000-8000-000000000001',
    visitorId: 'visitor-1',
    startedAt: new Date(STARTED_AT_MS).toISOString(),
    duration: 0,
    pageViews: 0,
    hasErrors: false,
    hasFrustration: false,
    viewport: { width: 0, height: 0 },
    device: { type: 'desktop', model: null },
    browser: { name: 'Chromium', version: '156' },
    country: null,
    initialUrl: '',
    title: '',
    os: { name: 'Linux', version: '' },
    errorCount: 0,
    frustrationScore: 0,
    trigger: { mode: 'manual', reason: 'Recorded from the toolbar button' },
    maskingLevel: 'standard',
    tabs: [{ tab: 0, openedBy: null, title: '', url: '' }],
    segments: [],
    ...change,
  }
}

/** A custom event, `atMs` after the start. */
export function customEvent<Tag extends CustomTag>(
  tag: Tag,
  payload: CustomPayloads[Tag],
  atMs = 0,
): SessionEvent {
  return { type: EVENT_TYPE.custom, timestamp: STARTED_AT_MS + atMs, data: { tag, payload } }
}

export function consoleEvent(text: string, atMs = 0): SessionEvent {
  return customEvent('qa.console', { level: 'log', method: 'log', args: [text], stack: null }, atMs)
}

export function errorEvent(message: string, atMs = 0): SessionEvent {
  return customEvent('qa.error', { kind: 'error', name: 'Error', message, stack: null, source: null }, atMs)
}

export const toNdjson = (events: readonly SessionEvent[]) =>
  events.map((event) => JSON.stringify(event)).join('\n')
