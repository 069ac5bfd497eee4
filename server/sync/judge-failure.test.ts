import { describe, expect, it } from 'vitest'
import { ApiError, UnreachableError } from '../../shared/api/errors.ts'
import { ObjectNotFoundError } from '../storage/object-store.ts'
import { judgeFailure } from './judge-failure.ts'

const refusal = (status: number, code: string, retryAfterMs: number | null = null) =>
  new ApiError('The team says no.', {
    status,
    code,
    retryable: status >= 500 || status === 429,
    retryAfterMs,
  })
const judge = (error: unknown, failures = 0) => judgeFailure(error, { failures, random: 0.5 })

describe('a failed attempt', () => {
  it.each([
    ['a key that is not valid', refusal(401, 'unauthorized'), { kind: 'stop' }],
    ['a key that may not upload', refusal(403, 'forbidden'), { kind: 'stop' }],
    ['a website that is not there', refusal(404, 'website-not-found'), { kind: 'fail' }],
    [
      'another session with this id',
      refusal(409, 'session-changed'),
      { kind: 'fail', problem: 'The team says no.' },
    ],
    ['a session that is too large', refusal(413, 'session-too-large'), { kind: 'fail' }],
    ['a segment that is gone', new ObjectNotFoundError('sessions/a/1/0/0.gz'), { kind: 'fail' }],
    ['no answer', new UnreachableError('No.'), { kind: 'later', everything: true, theirWish: false }],
    ['an error there', refusal(500, 'internal'), { kind: 'later', everything: false }],
    [
      'too many requests',
      refusal(429, 'rate-limited', 7000),
      { kind: 'later', everything: true, waitMs: 7000 },
    ],
    ['a proxy that says no', refusal(403, 'http-403'), { kind: 'later', everything: false }],
    ['a store of its own that is away', new Error('EIO'), { kind: 'later', everything: false }],
  ])('of %s', (_name, error, verdict) => {
    expect(judge(error)).toMatchObject(verdict)
    expect(judge(error).problem).toMatch(/^[A-Z].+\.$/)
  })

  it('waits longer each time, up to minutes, and never less than it was asked to', () => {
    const waits = [0, 1, 2, 8, 30].map((failures) => {
      const verdict = judge(new UnreachableError('No.'), failures)
      return verdict.kind === 'later' ? verdict.waitMs : null
    })
    expect(waits).toEqual([1000, 2000, 4000, 256_000, 300_000])
    expect(judge(refusal(503, 'unavailable', 60_000), 1)).toMatchObject({ waitMs: 60_000, theirWish: true })
    expect(judge(refusal(503, 'unavailable', 1), 4)).toMatchObject({ waitMs: 16_000 })
  })
})
