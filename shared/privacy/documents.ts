import { asCustomEvent, type SessionEvent } from '../session/events.ts'

/** rrweb numbers the nodes of every document anew, so a number means a node only together with its document. */
export interface DocumentCounter {
  /** The number of the document that `event` belongs to. Call it for every event, in order. */
  of(event: SessionEvent): number
}

export function createDocumentCounter(): DocumentCounter {
  let current = 0
  return {
    of(event) {
      const custom = asCustomEvent(event)
      if (custom?.data.tag === 'qa.page' && custom.data.payload.kind === 'load') current++
      return current
    },
  }
}
