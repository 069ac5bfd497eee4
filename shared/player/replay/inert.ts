import { EventType, IncrementalSource } from '@rrweb/types'
import type { SessionEvent } from '../../session/events.ts'
import { inertAttributes, isRecord, makeNodeInert } from './inert-node.ts'

/**
 * Makes an event harmless, in place: a recording may come from anybody, and its nodes are rebuilt as real ones. What is
 * malformed is repaired or dropped, so that one bad event does not stop the replay.
 *
 * @returns whether anything is left of it
 */
export function makeInert(event: SessionEvent): boolean {
  const data: unknown = event.data
  if (!isRecord(data)) return false
  switch (event.type) {
    case EventType.FullSnapshot:
      data.initialOffset = isRecord(data.initialOffset) ? data.initialOffset : { top: 0, left: 0 }
      return makeNodeInert(data.node)
    case EventType.Meta:
      return isLength(data.width) && isLength(data.height)
    case EventType.IncrementalSnapshot:
      return makeIncrementInert(data)
    default:
      return true
  }
}

function makeIncrementInert(data: Record<string, unknown>): boolean {
  switch (data.source) {
    case IncrementalSource.Mutation:
      data.adds = records(data.adds).filter(
        (add) => typeof add.parentId === 'number' && makeNodeInert(add.node),
      )
      data.removes = records(data.removes)
      data.texts = records(data.texts)
      data.attributes = records(data.attributes).filter((change) => isRecord(change.attributes))
      for (const change of data.attributes as Record<string, unknown>[]) {
        change.attributes = inertAttributes(null, change.attributes as Record<string, unknown>)
      }
      return true
    case IncrementalSource.MouseMove:
    case IncrementalSource.TouchMove:
    case IncrementalSource.Drag:
      data.positions = records(data.positions).filter(
        ({ x, y, timeOffset }) => isFinite_(x) && isFinite_(y) && isFinite_(timeOffset),
      )
      return (data.positions as unknown[]).length > 0
    case IncrementalSource.ViewportResize:
      return isLength(data.width) && isLength(data.height)
    case IncrementalSource.Font:
      return data.buffer === true || /^\s*url\(\s*["']?data:/i.test(String(data.fontSource))
    case IncrementalSource.CanvasMutation:
      // Drawing commands are only run by a frame that may run scripts, which ours may not.
      return false
    default:
      return typeof data.source === 'number'
  }
}

/** What of a list are objects; an empty one when it is no list. */
function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

const isFinite_ = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** CSS pixels of a viewport; a larger one would not be painted. */
const isLength = (value: unknown) => isFinite_(value) && value >= 0 && value <= 32_767
