import { FLUSH_INTERVAL_MS, FLUSH_SIZE_CHARS } from '../../shared/protocol/capture.ts'
import { startTimer, stopTimer, toJson } from './natives.ts'

/** Collects events as lines of JSON, and hands them on in batches. */
export interface Outbox {
  add: (event: object) => void
  flush: () => void
  /** Flushes, and takes nothing more. */
  close: () => void
}

/** @param send gets a batch: JSON text, one event a line */
export function createOutbox(send: (ndjson: string) => void): Outbox {
  let ndjson = ''
  let timer: number | null = null
  let closed = false

  const flush = () => {
    if (timer !== null) stopTimer(timer)
    timer = null
    if (ndjson === '') return
    const batch = ndjson
    ndjson = ''
    send(batch)
  }

  return {
    add(event) {
      if (closed) return
      ndjson += (ndjson === '' ? '' : '\n') + toJson(event)
      if (ndjson.length >= FLUSH_SIZE_CHARS) flush()
      else timer ??= startTimer(flush, FLUSH_INTERVAL_MS)
    },
    flush,
    close() {
      flush()
      closed = true
    },
  }
}
