import type { CustomPayloads, CustomTag } from '../../shared/session/events.ts'

/**
 * Hands a finding of a tracker's on, as it is: it is masked behind this. Never throws.
 *
 * @param timestamp when it happened, ms since the epoch; now, if it is left out
 */
export type Emit = <Tag extends CustomTag>(tag: Tag, payload: CustomPayloads[Tag], timestamp?: number) => void

/** What every tracker gives: a way to end it, after which the page is as if it had never been there. */
export type Stop = () => void
