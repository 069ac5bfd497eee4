import type {
  ConsoleLevel,
  ConsolePayload,
  EnvironmentPayload,
  ErrorPayload,
  GapPayload,
  LongTaskPayload,
  MessagePayload,
  NetworkEndPayload,
  NetworkPayload,
  PagePayload,
  SignalPayload,
  StepPayload,
  VitalPayload,
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
/** A request with what came of it. */
export interface NetworkRow extends Row<NetworkPayload> {
  end: NetworkEndPayload | null
  messages: readonly MessageRow[]
}
export type RequestEndRow = Row<NetworkEndPayload>
export type MessageRow = Row<MessagePayload>
type VitalRow = Row<VitalPayload>
type LongTaskRow = Row<LongTaskPayload>
export type EnvironmentRow = Row<EnvironmentPayload>
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
  /** Of requests that may be in another segment. */
  requestEnds: RequestEndRow[]
  messages: MessageRow[]
  vitals: VitalRow[]
  longTasks: LongTaskRow[]
  environment: EnvironmentRow[]
  pages: PageRow[]
  steps: StepRow[]
  signals: SignalRow[]
  gaps: GapRow[]
}

export function levelOf(row: ConsoleRow): ConsoleLevel {
  return row.kind === 'console' ? row.payload.level : 'error'
}

/** What the page itself called off, and what nobody knows the end of, has not failed. */
const NO_FAILURES = new Set(['abort', 'unfinished'])

/** Whether a request got no answer, one that says it failed, or one that broke off. */
export function hasFailed({ payload, end }: NetworkRow): boolean {
  const broke = [payload.failure, end?.failure ?? null].some(
    (failure) => failure !== null && !NO_FAILURES.has(failure),
  )
  return payload.status >= 400 || broke
}
