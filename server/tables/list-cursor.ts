import Type from 'typebox'
import { Check } from 'typebox/value'
import { SESSION_SORTS, type SessionSort } from '../../shared/api/schemas.ts'

/** A place in a list: behind the session with this sort value and id. */
export interface ListCursor {
  sort: SessionSort
  /** What the list is sorted by: ms, or a count; for `recent`, ms since the epoch. */
  value: number
  sessionId: string
}

const CursorSchema = Type.Tuple([
  Type.Union(SESSION_SORTS.map((sort) => Type.Literal(sort))),
  Type.Number(),
  Type.String({ pattern: '^[0-9a-f-]{36}$' }),
])

export function encodeCursor({ sort, value, sessionId }: ListCursor): string {
  return Buffer.from(JSON.stringify([sort, value, sessionId])).toString('base64url')
}

/** Null when it is not a cursor of a list with this sort. */
export function decodeCursor(text: string, sort: SessionSort): ListCursor | null {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return null
  }
  if (!Check(CursorSchema, parts) || parts[0] !== sort) return null
  return { sort, value: parts[1], sessionId: parts[2] }
}
