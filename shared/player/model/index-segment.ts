import {
  EventType,
  IncrementalSource,
  MouseInteractions,
  type incrementalData,
  type mouseInteractionData,
} from '@rrweb/types'
import { asCustomEvent, type SessionEvent } from '../../session/events.ts'
import type { PointerPress } from '../replay/pointer.ts'
import { parsePayload } from './parse-payload.ts'
import type { Row, SessionIndex, TabIndex } from './rows.ts'

export interface SegmentIndex {
  tab: number
  rows: SessionIndex
  tracks: TabIndex
}

/**
 * Reads from a segment's events what is shown of them besides the page itself.
 *
 * @param events in order, made inert
 * @param startMs ms since the epoch: what times count from
 */
export function indexSegment(
  tab: number,
  index: number,
  events: readonly SessionEvent[],
  startMs: number,
): SegmentIndex {
  const segment: SegmentIndex = {
    tab,
    rows: emptyRows(),
    tracks: { points: [], presses: [], viewports: [], userTimes: [], pageTimes: [] },
  }
  events.forEach((event, position) => {
    const time = event.timestamp - startMs
    if (event.type === EventType.Custom) {
      addRow(segment.rows, event, { id: `${tab}.${index}.${position}`, tab, time })
    } else addToTracks(segment.tracks, event, time)
  })
  segment.tracks.points.sort((a, b) => a.time - b.time)
  return segment
}

const emptyRows = (): SessionIndex => ({
  console: [],
  errors: [],
  requests: [],
  requestEnds: [],
  messages: [],
  vitals: [],
  longTasks: [],
  environment: [],
  pages: [],
  steps: [],
  signals: [],
  gaps: [],
})

function addRow(rows: SessionIndex, event: SessionEvent, base: Omit<Row<unknown>, 'payload'>): void {
  const custom = asCustomEvent(event)
  if (!custom) return
  const { tag, payload: raw } = custom.data
  switch (tag) {
    case 'qa.console':
      rows.console.push({ ...base, kind: 'console', payload: parsePayload(tag, raw) })
      break
    case 'qa.error': {
      const payload = parsePayload(tag, raw)
      rows.errors.push({ ...base, payload })
      rows.console.push({ ...base, kind: 'error', payload })
      break
    }
    case 'qa.network':
      rows.requests.push({ ...base, payload: parsePayload(tag, raw), end: null, messages: [] })
      break
    case 'qa.network-end':
      rows.requestEnds.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.message':
      rows.messages.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.vital':
      rows.vitals.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.longtask':
      rows.longTasks.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.environment':
      rows.environment.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.page':
      rows.pages.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.step':
      rows.steps.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.signal':
      rows.signals.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.gap':
      rows.gaps.push({ ...base, payload: parsePayload(tag, raw) })
      break
    case 'qa.privacy':
      // Of the review before sharing, not of the replay.
      break
  }
}

function addToTracks(tracks: TabIndex, event: SessionEvent, time: number): void {
  switch (event.type) {
    case EventType.Meta: {
      const { width, height } = event.data
      tracks.viewports.push({ time, width, height })
      break
    }
    case EventType.FullSnapshot:
      tracks.pageTimes.push(time)
      break
    case EventType.IncrementalSnapshot:
      addIncrement(tracks, event.data, time)
      break
    default:
    // Loading and what others added tells nothing that is shown here.
  }
}

function addIncrement(tracks: TabIndex, data: incrementalData, time: number): void {
  switch (data.source) {
    case IncrementalSource.MouseMove:
    case IncrementalSource.TouchMove:
    case IncrementalSource.Drag: {
      const touch = data.source === IncrementalSource.TouchMove
      // The event is sent at the end of a movement, and tells how long ago each position was.
      for (const { x, y, id, timeOffset } of data.positions) {
        tracks.points.push({ time: time + timeOffset, x, y, id, touch })
      }
      tracks.userTimes.push(time)
      break
    }
    case IncrementalSource.MouseInteraction:
      addPress(tracks, data, time)
      tracks.userTimes.push(time)
      break
    case IncrementalSource.Scroll:
    case IncrementalSource.Input:
    case IncrementalSource.Selection:
      tracks.userTimes.push(time)
      break
    case IncrementalSource.ViewportResize:
      tracks.viewports.push({ time, width: data.width, height: data.height })
      tracks.userTimes.push(time)
      break
    default:
      tracks.pageTimes.push(time)
  }
}

const PRESS_KINDS: Partial<Record<MouseInteractions, PointerPress['kind']>> = {
  [MouseInteractions.Click]: 'click',
  [MouseInteractions.DblClick]: 'double',
  [MouseInteractions.ContextMenu]: 'context',
  [MouseInteractions.TouchStart]: 'touch',
}

function addPress(tracks: TabIndex, { type, id, x, y }: mouseInteractionData, time: number): void {
  const kind = PRESS_KINDS[type]
  if (!kind || typeof x !== 'number' || typeof y !== 'number') return
  const point = { time, x, y, id, touch: kind === 'touch' }
  tracks.points.push(point)
  tracks.presses.push({ ...point, kind })
}
