import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSegment } from './segment-codec.ts'
import { metadataFixture } from './testing.ts'
import { SessionFormatError, upgradeSession, upgradeWith, type UpgradeStep } from './upgrade.ts'
import { FORMAT_VERSION } from './version.ts'

const codeOf = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return error instanceof SessionFormatError ? error.code : error
  }
  return 'no error'
}

describe('upgradeSession', () => {
  it('leaves metadata of this version as it is', () => {
    expect(upgradeSession(metadataFixture()).metadata).toEqual(metadataFixture())
  })

  it('refuses a newer version, and names it', () => {
    const newer = { ...metadataFixture(), formatVersion: FORMAT_VERSION + 1, somethingNew: true }
    expect(codeOf(() => upgradeSession(newer))).toBe('newer-format')
    expect(() => upgradeSession(newer)).toThrow(
      /newer QA Replay \(format 2; this one reads up to 1\). Update/,
    )
  })

  it('refuses what is no session, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(codeOf(() => upgradeSession(value))).toBeOneOf(['not-a-session', 'newer-format'])
      }),
    )
    expect(codeOf(() => upgradeSession({ ...metadataFixture(), startedAt: 'yesterday' }))).toBe(
      'not-a-session',
    )
    expect(codeOf(() => upgradeSession({ ...metadataFixture(), password: 'x' }))).toBe('not-a-session')
  })
})

describe('the chain of upgrade steps', () => {
  const step = (from: number): UpgradeStep => ({
    from,
    metadata: (old) => ({ ...old, title: `${String(old['title'])} ${from}` }),
    event: (old) => ({ ...old, timestamp: old.timestamp + 10 ** from }),
  })
  const steps = [step(2), step(1), step(3)]

  it('applies every step from the version on, oldest first, to metadata and events', () => {
    const { metadata, upgradeEvent } = upgradeWith(steps, 4, metadataFixture({ title: 't' }))
    expect(metadata).toMatchObject({ title: 't 1 2 3', formatVersion: 4 })
    expect(upgradeEvent({ type: 0, timestamp: 0, data: {} }).timestamp).toBe(1110)
    expect(upgradeWith(steps, 4, metadataFixture({ title: 't', formatVersion: 3 })).metadata.title).toBe(
      't 3',
    )
  })

  it('says so when a step is missing', () => {
    expect(() => upgradeWith([step(2)], 3, metadataFixture())).toThrow('an upgrade step is missing')
  })
})

describe('the frozen session of version 1', () => {
  const folder = new URL('./fixtures/v1/', import.meta.url)
  const read = (name: string) => readFileSync(new URL(name, folder))

  it('is still read', () => {
    const { metadata, upgradeEvent } = upgradeSession(JSON.parse(read('metadata.json').toString()))
    const { events, damage } = decodeSegment(read('segment-0-0.ndjson.gz'))
    expect(damage).toEqual([])
    expect(metadata.segments[0]).toMatchObject({ tab: 0, index: 0, events: events.length })
    const upgraded = events.map(upgradeEvent)
    expect(upgraded.map(({ type }) => type)).toContain(2)
    expect(JSON.stringify(upgraded)).toContain('qa.console')
  })
})
