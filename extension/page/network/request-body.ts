import { charCodeAt, indexOf, slice } from '../../../shared/privacy/natives.ts'
import type { BodyGap, NetworkBody } from '../../../shared/session/events.ts'
import { cutText } from '../serialize-value.ts'
import { isTextType, MAX_BODY_CHARS } from './body-limits.ts'
import {
  after,
  blobSizeOf,
  blobSlice,
  blobText,
  blobTypeOf,
  bytesOf,
  decode,
  decoderFor,
  eachField,
  fileNameOf,
  parametersText,
  tryOf,
} from './platform.ts'

/** A body, and what of it can be read only later. */
export interface DescribedBody {
  body: NetworkBody | null
  /** Gives the body with its text, null when it could not be read; never rejects. */
  later: Promise<NetworkBody | null> | null
}

/**
 * What is sent, as the page handed it over. Nothing is consumed: streams are not read, blobs are read from a copy.
 *
 * @param type the content type that the page gave; empty for none
 */
export function describeBody(value: unknown, type: string): DescribedBody {
  if (value === undefined || value === null) return none
  if (typeof value === 'string') return now(textBody(value, type || 'text/plain'))
  if (typeof value !== 'object') return now(textBody(`${value as number}`, type || 'text/plain'))
  const parameters = tryOf(() => parametersText(value as URLSearchParams))
  if (parameters !== undefined) return now(textBody(parameters, type || 'application/x-www-form-urlencoded'))
  const form = tryOf(() => formText(value as FormData))
  // The size of a form with files is not known before it is sent.
  if (form !== undefined) return now({ ...textBody(form, 'multipart/form-data'), sizeBytes: null })
  const size = tryOf(() => blobSizeOf(value as Blob))
  if (size !== undefined) return describeBlob(value as Blob, size, type)
  const found = tryOf(() => bytesOf(value, MAX_BODY_CHARS))
  if (found) return now(bytesBody(found.bytes, found.size, type))
  return now({ type, sizeBytes: null, text: null, gap: 'stream' })
}

const none: DescribedBody = { body: null, later: null }
const now = (body: NetworkBody): DescribedBody => ({ body, later: null })

/**
 * A text as a body, cut where it is too long. What is cut loses its last word: half a secret does not look like one.
 *
 * @param sizeBytes of all of it; null when it is not known
 * @param whole false when the text is only the beginning
 */
export function textBody(
  text: string,
  type: string,
  sizeBytes: number | null = utf8Length(text),
  whole = true,
): NetworkBody {
  const most = whole || text.length > MAX_BODY_CHARS ? MAX_BODY_CHARS : text.length - 1
  const shown = text === '' ? '' : cutText(text, most)
  return { type, sizeBytes, text: shown, gap: !whole || shown.length < text.length ? 'cut' : null }
}

/** Bytes as a body: text where the type says so. @param size of all of them */
export function bytesBody(bytes: Uint8Array, size: number, type: string): NetworkBody {
  if (!isTextType(type)) return { type, sizeBytes: size, text: null, gap: 'binary' }
  const text = decode(decoderFor(undefined), bytes, { stream: false })
  return textBody(text, type, size, size <= MAX_BODY_CHARS)
}

function describeBlob(blob: Blob, size: number, given: string): DescribedBody {
  const type = given || blobTypeOf(blob)
  const without = (gap: BodyGap): NetworkBody => ({ type, sizeBytes: size, text: null, gap })
  if (!isTextType(type)) return now(without('binary'))
  const later = after(
    blobText(blobSlice(blob, 0, MAX_BODY_CHARS)),
    (text): NetworkBody => textBody(text, type, size, size <= MAX_BODY_CHARS),
    (): NetworkBody => without('broken'),
  )
  return { body: without('unread'), later: later as Promise<NetworkBody> }
}

const BOUNDARY = '----form'
const MAX_FIELDS = 500

/** A form as it is sent, but for the contents of its files. */
function formText(form: FormData): string {
  let text = ''
  let fields = 0
  eachField(form, (value, name) => {
    if (fields++ >= MAX_FIELDS || text.length > MAX_BODY_CHARS * 2) return
    text += `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${quoted(name)}"`
    if (typeof value === 'string') text += `\r\n\r\n${value}\r\n`
    else {
      const file = value as File
      text += `; filename="${quoted(fileNameOf(file))}"\r\nContent-Type: ${blobTypeOf(file)}\r\nContent-Length: ${blobSizeOf(file)}\r\n\r\n\r\n`
    }
  })
  return `${text}--${BOUNDARY}--\r\n`
}

/** Names in a form's head have no quotes and no ends of lines (html.spec.whatwg.org, multipart/form-data). */
function quoted(name: string): string {
  if (indexOf(name, '"') === -1 && indexOf(name, '\r') === -1 && indexOf(name, '\n') === -1) return name
  let escaped = ''
  for (let i = 0; i < name.length; i++) {
    const code = charCodeAt(name, i)
    escaped += code === 0x22 ? '%22' : code === 0x0a ? '%0A' : code === 0x0d ? '%0D' : slice(name, i, i + 1)
  }
  return escaped
}

const MAX_COUNTED = 1_000_000

/** How many bytes a text has in UTF-8. Of a text longer than a million characters, the rest counts one each. */
export function utf8Length(text: string): number {
  let bytes = text.length
  const end = text.length < MAX_COUNTED ? text.length : MAX_COUNTED
  for (let i = 0; i < end; i++) {
    const code = charCodeAt(text, i)
    // A surrogate pair is two units and four bytes.
    if (code >= 0x800) bytes += code >= 0xd800 && code < 0xe000 ? 1 : 2
    else if (code >= 0x80) bytes += 1
  }
  return bytes
}
