import { exec } from '../../../shared/privacy/natives.ts'
import type { BodyGap, NetworkBody } from '../../../shared/session/events.ts'
import { isTextType, MAX_BODY_CHARS } from './body-limits.ts'
import {
  after,
  cancelReader,
  cloneResponse,
  decode,
  decoderFor,
  getReader,
  readChunk,
  responseBodyOf,
  responseUsedOf,
  tryOf,
} from './platform.ts'
import { textBody } from './request-body.ts'

/** What was read of an answer, and why no more; `failed` is what ended it before its end. */
export interface ReadBody {
  body: NetworkBody
  failed: unknown
}

/**
 * Reads the beginning of an answer from a copy of it, and lets go of the copy. Only for answers that the page reads whole
 * as well, or that are known to be small: browsers fill both copies at the speed of the faster reader, so that a slow
 * reader of the page's would no longer hold back the sender.
 *
 * @returns null when it cannot be copied. The promise never rejects.
 */
export function readCopy(response: Response, type: string): Promise<ReadBody> | null {
  if (!isTextType(type) || responseUsedOf(response)) return null
  const copy = tryOf(() => cloneResponse(response))
  const stream = copy && responseBodyOf(copy)
  return stream ? readText(stream, type) : null
}

/** Reads the beginning of a stream, and lets go of it. Never rejects. */
export async function readText(stream: ReadableStream<Uint8Array>, type: string): Promise<ReadBody> {
  const decoder = decoderFor(exec(/charset="?([\w-]+)/i, type)?.[1])
  let text = ''
  let size = 0
  const given = (gap: BodyGap | null, failed: unknown): ReadBody => {
    const body = textBody(text, type, gap === null ? size : null, gap === null)
    return { body: { ...body, gap: gap ?? body.gap }, failed }
  }
  try {
    const reader = getReader(stream)
    for (;;) {
      const { done, value } = await readChunk(reader)
      if (done) break
      size += value.byteLength
      text += decode(decoder, value, { stream: true })
      if (text.length > MAX_BODY_CHARS) {
        // It answers when the page has read all of its own copy, so that nothing waits for it.
        void after(
          cancelReader(reader),
          () => undefined,
          () => undefined,
        )
        return given('cut', null)
      }
    }
    text += decode(decoder, undefined, { stream: false })
    return given(null, null)
  } catch (error) {
    return given('broken', error ?? true)
  }
}
