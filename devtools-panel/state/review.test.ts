import { expect, test, vi } from 'vitest'
import { ProblemError } from '../../shared/protocol/client.ts'
import type { LeakFinding, SessionReview } from '../../shared/session/review.ts'
import type { SessionSource } from '../../shared/session/source.ts'
import { consoleEvent, metadataFixture } from '../../shared/session/testing.ts'
import { redactedSource } from './redacted-source.ts'
import { ReviewState, type ReviewOptions } from './review.svelte.ts'

vi.mock('webextension-polyfill', () => ({ default: {} }))

const finding = (id: string, kind: LeakFinding['kind'] = 'phone'): LeakFinding => ({
  id,
  kind,
  detail: null,
  value: `value ${id}`,
  shape: 'aaaaa a',
  count: 1,
  places: [],
})
const FINDINGS = [finding('a'), finding('b'), finding('c', 'key')]

/** A review over a background that the test can look into. */
async function makeReview() {
  const acknowledged: string[] = []
  const request = vi.fn(async (name: string, body: { ids?: string[]; fine?: boolean }): Promise<unknown> => {
    if (name === 'review.acknowledge') {
      for (const id of body.ids ?? []) {
        if (body.fine) acknowledged.push(id)
        else acknowledged.splice(acknowledged.indexOf(id), 1)
      }
    }
    return { findings: FINDINGS, acknowledged: [...acknowledged], masked: [] } satisfies SessionReview
  })
  const onredacted = vi.fn(async () => {})
  const review = new ReviewState({
    sessionId: 's',
    request: request as unknown as ReviewOptions['request'],
    onredacted,
  })
  await review.load()
  return { review, request, onredacted }
}

const idsOf = (findings: readonly LeakFinding[]) => findings.map(({ id }) => id)

test('groups what was found by kind, keys first', async () => {
  const { review } = await makeReview()
  expect(review.groups.map(({ kind, findings }) => [kind, idsOf(findings)])).toEqual([
    ['key', ['c']],
    ['phone', ['a', 'b']],
  ])
  expect(idsOf(review.open)).toEqual(['a', 'b', 'c'])
})

test('a finding is decided by being acknowledged or planned, and both can be undone', async () => {
  const { review, request } = await makeReview()
  await review.acknowledge([FINDINGS[0]!], true)
  review.planFindings([FINDINGS[2]!], 'Key')
  expect(idsOf(review.open)).toEqual(['b'])
  expect([review.isFine(FINDINGS[0]!), review.isPlanned(FINDINGS[2]!)]).toEqual([true, true])
  await review.acknowledge([FINDINGS[0]!], false)
  review.undo(review.planned[0]!.id)
  expect(idsOf(review.open)).toEqual(['a', 'b', 'c'])
  expect(request).not.toHaveBeenCalledWith('review.redact', expect.anything())
})

test('a picked element takes its texts along, but for short ones, until that is taken back', async () => {
  const { review } = await makeReview()
  const picked = { tab: 1, id: 7, timestamp: 5, label: 'p.name', texts: ['Anna', 'No'] }
  review.planElement(picked, picked.label)
  const nodes = [{ tab: 1, id: 7, timestamp: 5 }]
  expect(review.redactions).toEqual({ strings: ['Anna'], nodes })
  review.keepTexts(review.planned[0]!)
  expect(review.redactions).toEqual({ strings: [], nodes })
})

test('confirming sends everything at once, and shows the session anew', async () => {
  const { review, request, onredacted } = await makeReview()
  review.planFindings(FINDINGS.slice(0, 2), 'Phones')
  review.planFindings(FINDINGS.slice(0, 1), 'Phone')
  review.planText('  Anna ', 'A text')
  expect(await review.confirm()).toBe(true)
  expect(request).toHaveBeenCalledWith('review.redact', {
    sessionId: 's',
    redactions: { strings: ['value a', 'value b', 'Anna'], nodes: [] },
  })
  expect(onredacted).toHaveBeenCalledOnce()
  expect(review.planned).toEqual([])
})

test('what is refused stays planned, and says why', async () => {
  const { review, request, onredacted } = await makeReview()
  review.planText('Anna', 'A text')
  request.mockRejectedValueOnce(new ProblemError({ code: 'bad-request', sentence: 'It is being uploaded.' }))
  expect(await review.confirm()).toBe(false)
  expect([review.problem, review.planned.length]).toEqual(['It is being uploaded.', 1])
  expect(onredacted).not.toHaveBeenCalled()
})

test('a review that cannot be read says why, and can be asked for again', async () => {
  const { review, request } = await makeReview()
  request.mockRejectedValueOnce(new Error('The worker has gone.'))
  await review.load()
  expect(review.phase).toEqual({ name: 'problem', sentence: 'The worker has gone.' })
  await review.load()
  expect(review.phase.name).toBe('ready')
})

test('the preview reads the session without what is planned, every time', async () => {
  const stored = [[consoleEvent('Anna 1', 1)], [consoleEvent('Bert, Anna', 2)]]
  const source: SessionSource = {
    metadata: metadataFixture({ title: 'Anna' }),
    segments: stored.map((events, index) => ({
      tab: 0,
      index,
      start: index,
      end: index,
      events: events.length,
    })),
    readSegment: async ({ index }) => ({ events: structuredClone(stored[index]!), damage: [] }),
  }
  const preview = redactedSource(source, { strings: ['Anna'], nodes: [] })
  expect(preview.metadata.title).toBe('****')
  for (let times = 0; times < 2; times++) {
    const parts = await Promise.all(preview.segments.map((ref) => preview.readSegment(ref)))
    const json = JSON.stringify(parts)
    expect(json).not.toContain('Anna')
    expect(json).toContain('Bert, ****')
    // As a player does.
    for (const { events } of parts) events.length = 0
  }
})
