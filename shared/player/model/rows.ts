import type {
  ConsoleLevel,
  ConsolePayload,
  ErrorPayload,
  GapPayload,
  NetworkPayload,
  PagePayload,
  SignalPayload,
  StepPayload,
} from '../../session/events.ts'
import type { PointerPoint, PointerPress } from '../replay/pointer.ts'
import type { Timed } from '../search.ts'

/** What the player shows of one of our events. `time` is in ms from the start of the session. */
export interface Row<Payload> extends Timed {
  /** Unique within the session, and the same each time it is opened. */
  id: string
  tab: number
  payload: Payload
}

type ErrorRow = Row<ErrorPayload>
export type NetworkRow = Row<NetworkPayload>
export type PageRow = Row<PagePayload>
export type StepRow = Row<StepPayload>
export type SignalRow = Row<SignalPayload>
export type GapRow = Row<GapPayload>

/** A line of the console: what the page wrote, or an error that nobody caught, as browsers show both. */
export type ConsoleRow = (Row<ConsolePayload> & { kind: 'console' }) | (Row<ErrorPayload> & { kind: 'error' })

interface ViewportSize extends Timed {
  width: number
  height: number
}

/** Everything that is shown of a tab's events besides the page itself, in the order of time. */
export interface TabIndex {
  points: PointerPoint[]
  presses: PointerPress[]
  viewports: ViewportSize[]
  /** When the person did something, and when the page changed. */
  userTimes: number[]
  pageTimes: number[]
}

/** The same for a session. */
export interface SessionIndex {
  console: ConsoleRow[]
  errors: ErrorRow[]
  requests: NetworkRow[]
  pages: PageRow[]
  steps: StepRow[]
  signals: SignalRow[]
  gaps: GapRow[]
}

export function levelOf(row: ConsoleRow): ConsoleLevel {
  return row.kind === 'console' ? row.payload.level : 'error'
}

/** Whether a request got no answer, or one that says it failed. An aborted one was called off by the page itself. */
export function hasFailed({ payload }: NetworkRow): boolean {
  return payload.status >= 400 || (payload.failure !== null && payload.failure !== 'abort')
}
