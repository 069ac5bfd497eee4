import type { MessageRow, NetworkRow, RequestEndRow } from './rows.ts'

/**
 * Puts together what was recorded of each request at different times, maybe in different segments: its answer, its end
 * and its messages. A request that was given up when the page was left, and came back with it, is one.
 *
 * @param requests and the others in the order of time
 */
export function joinRequests(
  requests: readonly NetworkRow[],
  ends: readonly RequestEndRow[],
  messages: readonly MessageRow[],
): NetworkRow[] {
  const endOf = new Map(ends.map((row) => [keyOf(row), row.payload]))
  const messagesOf = new Map<string, MessageRow[]>()
  for (const row of messages) {
    const known = messagesOf.get(keyOf(row))
    if (known) known.push(row)
    else messagesOf.set(keyOf(row), [row])
  }
  const last = new Map(requests.map((row) => [keyOf(row), row]))
  return requests.flatMap((row) => {
    if (row.payload.requestId === '') return [row]
    const key = keyOf(row)
    if (last.get(key) !== row) return []
    return [{ ...row, end: endOf.get(key) ?? null, messages: messagesOf.get(key) ?? [] }]
  })
}

const keyOf = ({ tab, payload }: { tab: number; payload: { requestId: string } }) =>
  `${tab} ${payload.requestId}`
