import { createHash } from 'node:crypto'
import type { ErrorPayload } from '../../shared/session/events.ts'
import type { FoundError } from '../tables/segments.ts'
import { storableText } from './storable-text.ts'

/** What claims to be a `Type`, and may have anything in its fields. */
type Untrusted<Type> = Partial<Record<keyof Type, unknown>>

/**
 * An error as it is grouped: two are the same when their name, their message without what changes from one time to the
 * next, and the place that threw agree. The payload comes from a client: nothing in it is taken to be what it should be.
 */
export function describeError(payload: Untrusted<ErrorPayload>, happenedAt: number): FoundError {
  const name = text(payload.name, 200) || 'Error'
  const message = text(payload.message, 1000)
  const source = sourceOf(payload)
  const group = [name, stableMessage(message), source ?? '', topFrame(text(payload.stack, 20_000))]
  const fingerprint = createHash('sha256').update(group.join('\n')).digest('hex').slice(0, 32)
  return { fingerprint, name, message, source, happenedAt }
}

function text(value: unknown, maxLength: number): string {
  return typeof value === 'string' ? storableText(value.slice(0, maxLength)) : ''
}

function sourceOf({ source }: Untrusted<ErrorPayload>): string | null {
  if (typeof source !== 'object' || source === null) return null
  const { url, line, column } = source as Untrusted<NonNullable<ErrorPayload['source']>>
  const path = withoutQuery(text(url, 1000))
  return path === '' ? null : `${path}:${Number(line) || 0}:${Number(column) || 0}`
}

/** Numbers, ids, addresses and quoted values differ from one user to the next; the bug is the same. */
export function stableMessage(message: string): string {
  return message
    .replace(/https?:\/\/[^\s"')]+/g, '<url>')
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi, '<id>')
    .replace(/(["'`])(?:(?!\1).){1,200}\1/g, '<value>')
    .replace(/\b0x[0-9a-f]+\b|\b[0-9a-f]{12,}\b/gi, '<id>')
    .replace(/\d+(?:\.\d+)?/g, '<n>')
}

/** The first line of a stack that names a place, without what a release changes in the URL's query. */
function topFrame(stack: string): string {
  const line = stack.split('\n').find((candidate) => /:\d+:\d+\)?\s*$/.test(candidate))
  return withoutQuery(line?.trim() ?? '')
}

function withoutQuery(url: string): string {
  return url.replace(/[?#][^\s:)]*/g, '')
}
