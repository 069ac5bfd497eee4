import Value from 'typebox/value'
import type { SessionEvent } from './events.ts'
import { SessionMetadataSchema, type SessionMetadata } from './metadata.ts'
import { FORMAT_VERSION } from './version.ts'

/** A session that this build cannot read. `message` is a sentence for the reader. */
export class SessionFormatError extends Error {
  override name = 'SessionFormatError'
  constructor(
    readonly code: 'newer-format' | 'not-a-session',
    message: string,
  ) {
    super(message)
  }
}

/** Turns a session of version `from` into one of `from + 1`. Both parts are pure. */
export interface UpgradeStep {
  from: number
  metadata(old: Record<string, unknown>): Record<string, unknown>
  event(old: SessionEvent): SessionEvent
}

/** One step a version, oldest first. */
const STEPS: readonly UpgradeStep[] = []

export interface UpgradedSession {
  metadata: SessionMetadata
  /** Applies the same steps to an event of that session. */
  upgradeEvent: (event: SessionEvent) => SessionEvent
}

/**
 * Reads metadata of this or any older format version.
 *
 * @throws {SessionFormatError} `newer-format` when it was written by a newer build, `not-a-session` when it is none
 */
export function upgradeSession(value: unknown): UpgradedSession {
  return upgradeWith(STEPS, FORMAT_VERSION, value)
}

/** {@link upgradeSession} with a chain of its own, for tests of the chain. */
export function upgradeWith(steps: readonly UpgradeStep[], current: number, value: unknown): UpgradedSession {
  const version = formatVersionOf(value)
  if (version > current) {
    throw new SessionFormatError(
      'newer-format',
      `This session was recorded by a newer QA Replay (format ${version}; this one reads up to ${current}). Update the extension or the server to open it.`,
    )
  }
  const applied = steps
    .filter((step) => step.from >= version && step.from < current)
    .sort((a, b) => a.from - b.from)
  const metadata = applied.reduce(
    (old, step) => ({ ...step.metadata(old), formatVersion: step.from + 1 }),
    value as Record<string, unknown>,
  )
  if (applied.length !== current - version) throw notASession('an upgrade step is missing')
  if (!Value.Check(SessionMetadataSchema, { ...metadata, formatVersion: FORMAT_VERSION })) {
    throw notASession(firstProblem({ ...metadata, formatVersion: FORMAT_VERSION }))
  }
  return {
    metadata: metadata as unknown as SessionMetadata,
    upgradeEvent: (event) => applied.reduce((old, step) => step.event(old), event),
  }
}

function formatVersionOf(value: unknown): number {
  const version = (value as { formatVersion?: unknown } | null)?.formatVersion
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new SessionFormatError(
      'not-a-session',
      'This is not a QA Replay session: it has no format version.',
    )
  }
  return version
}

function firstProblem(metadata: Record<string, unknown>): string {
  const [problem] = Value.Errors(SessionMetadataSchema, metadata)
  return problem ? `${problem.instancePath || 'it'} ${problem.message}` : 'it is damaged'
}

function notASession(why: string): SessionFormatError {
  return new SessionFormatError('not-a-session', `This is not a QA Replay session: ${why}.`)
}
