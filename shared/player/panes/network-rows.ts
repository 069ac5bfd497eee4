import { describeStatus, shortUrl } from '../strings.ts'
import { hasFailed, type NetworkRow } from '../model/rows.ts'

/** A line of the network pane. */
export interface RequestLine {
  id: string
  /** When it ended, ms from the start of the session. */
  time: number
  /** When it was sent. */
  start: number
  method: string
  url: string
  /** The last part of the path, with the query; the host when there is no path. */
  name: string
  /** What comes before the name. */
  folder: string
  status: number
  statusText: string
  failed: boolean
  /** The media type without its parameters. */
  type: string
  bytes: number | null
  durationMs: number
  api: string
  row: NetworkRow
}

/** The requests of a session, in the order in which they ended. @param startMs of the session, ms since the epoch */
export function toRequestLines(rows: readonly NetworkRow[], startMs: number): RequestLine[] {
  return rows.map((row) => {
    const { payload, end } = row
    // What the browser told later, of a beacon.
    const status = payload.status || (end?.status ?? 0)
    const path = shortUrl(payload.url)
    const cut = path.replace(/\?.*/, '').replace(/\/$/, '').lastIndexOf('/') + 1
    return {
      id: row.id,
      time: row.time,
      start: payload.startedAt > 0 ? payload.startedAt - startMs : row.time - payload.durationMs,
      method: payload.method,
      url: payload.url,
      name: path.slice(cut) || path,
      folder: path.slice(0, cut),
      status,
      statusText: describeStatus({ ...payload, status }),
      failed: hasFailed(row),
      type: payload.responseType?.split(';')[0]?.trim() ?? '',
      bytes: sizeOf(row),
      durationMs: durationOf(row),
      api: payload.api,
      row,
    }
  })
}

/** Bytes of an answer's body as it was sent, of a socket those of its messages; null when nobody knows. */
function sizeOf({ payload, end, messages }: NetworkRow): number | null {
  if (messages.length > 0) return messages.reduce((sum, { payload: { sizeBytes } }) => sum + sizeBytes, 0)
  return end?.timing?.encodedBytes ?? end?.responseBody?.sizeBytes ?? payload.responseBytes
}

function durationOf({ payload, end }: NetworkRow): number {
  return end ? Math.max(payload.durationMs, end.endedAt - payload.startedAt) : payload.durationMs
}

export function filterRequests(
  lines: readonly RequestLine[],
  search: string,
  failedOnly: boolean,
): RequestLine[] {
  const wanted = search.trim().toLowerCase()
  return lines.filter(
    ({ url, method, statusText, failed }) =>
      (failed || !failedOnly) && `${method} ${url} ${statusText}`.toLowerCase().includes(wanted),
  )
}

/** Where a request's bar is in the waterfall, as shares of the shown time from 0 to 1. */
export function waterfallBar(line: RequestLine, from: number, to: number): { left: number; width: number } {
  const span = to - from || 1
  return { left: (line.start - from) / span, width: Math.max(0.01, line.durationMs / span) }
}

/** The time that a waterfall of these requests shows, ms from the start of the session. */
export function waterfallRange(lines: readonly RequestLine[]): { from: number; to: number } {
  const from = lines.reduce((least, { start }) => Math.min(least, start), Infinity)
  const to = lines.reduce((most, { start, durationMs }) => Math.max(most, start + durationMs), 0)
  return { from: Number.isFinite(from) ? from : 0, to }
}
