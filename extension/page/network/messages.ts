import type { MessagePayload } from '../../../shared/session/events.ts'
import type { Emit } from '../emit.ts'
import { cutText } from '../serialize-value.ts'
import { createMessageLimit } from './message-limit.ts'
import { blobSizeOf, bytesOf, tryOf } from './platform.ts'
import { utf8Length } from './request-body.ts'

/** Characters of a message that are recorded. */
const MAX_MESSAGE_CHARS = 8 * 1024

/** Reports the messages of one connection. */
export interface Messages {
  note(direction: MessagePayload['direction'], data: unknown, event?: string): void
  /** How many were left out since the last one. */
  leftOut(): number
}

export function createMessages(emit: Emit, requestId: string): Messages {
  const limit = createMessageLimit()
  return {
    leftOut: () => limit.leftOut(),
    note(direction, data, event = '') {
      const leftOut = limit.pass()
      if (leftOut === null) return
      const text = typeof data === 'string' ? data : null
      emit('qa.message', {
        requestId,
        direction,
        event: cutText(event, 100),
        sizeBytes: text === null ? binarySize(data) : utf8Length(text),
        text: text === null ? null : cutText(text, MAX_MESSAGE_CHARS),
        leftOut,
      })
    },
  }
}

const binarySize = (data: unknown): number =>
  tryOf(() => blobSizeOf(data as Blob)) ?? tryOf(() => bytesOf(data, 0)?.size) ?? 0
