import { FLUSH_INTERVAL_MS, FLUSH_SIZE_CHARS } from '../../shared/protocol/capture.ts'
import { startTimer, stopTimer, toJson } from './natives.ts'

/** Collects events as lines of JSON, and hands them on in batches. */
export interface Outbox {
  add: (event: object) => void
  flush: () => void
  /** Flushes, because there may be no other time. */
  flushLast: () => void
  /** Flushes, and takes nothing more. */
  close: () => void
}

/**
 * @param send gets a batch: JSON text, one event a line
 * @param more asked before each flush for an event to go with it; `last` when there may be no other time
 */
export function createOutbox(
  send: (ndjson: string) => void,
  more: (last: boolean) => object | null = () => null,
): Outbox {
  let ndjson = ''
  let timer: number | null = null
  let closed = false

  const flush = (last = false) => {
    if (timer !== null) stopTimer(timer)
    timer = null
    const event = ndjson !== '' || last ? more(last) : null
    if (event) append(event)
    if (ndjson === '') return
    const batch = ndjson
    ndjson = ''
    send(batch)
  }

  const append = (event: object) => {
    ndjson += (ndjson === '' ? '' : '\n') + toJson(event)
  }

  return {
    add(event) {
      if (closed) return
      append(event)
      if (ndjson.length >= FLUSH_SIZE_CHARS) flush()
      else timer ??= startTimer(() => flush(), FLUSH_INTERVAL_MS)
    },
    flush: () => flush(),
    flushLast: () => flush(true),
    close() {
      if (!closed) flush(true)
      closed = true
    },
  }
}
