import { Replayer } from 'rrweb'
import type { SessionEvent } from '../../shared/session/events.ts'
import { TabEvents } from '../../shared/player/load/tab-events.ts'
import { TabReplay } from '../../shared/player/replay/tab-replay.ts'
import { makeSession, type SessionShape } from './make-session.ts'

/** Runs in the page: see run.mjs. */

export type Kind = 'plain' | 'ours'
/** Shares of the session's length, 0 to 1, in the order in which they are gone to. */
export type Jumps = readonly number[]

interface Seeker {
  seek(offsetMs: number): void
  frame: HTMLIFrameElement
}

declare global {
  interface Window {
    /** The time of every jump, ms, until the page is laid out. */
    measureSeeks(kind: Kind, shape: SessionShape, jumps: Jumps): Promise<number[]>
  }
}

window.measureSeeks = async (kind, shape, jumps) => {
  document.body.replaceChildren()
  const root = document.createElement('div')
  document.body.append(root)
  const events = makeSession(shape)
  const seeker = kind === 'plain' ? plain(root, events) : ours(root, events)
  const times: number[] = []
  for (const share of jumps) {
    const began = performance.now()
    seeker.seek(share * shape.durationMs)
    seeker.frame.contentDocument?.body.getBoundingClientRect()
    times.push(performance.now() - began)
    await new Promise((done) => requestAnimationFrame(done))
  }
  return times
}

function plain(root: HTMLElement, events: SessionEvent[]): Seeker {
  const replayer = new Replayer(events, { root, showWarning: false, mouseTail: false })
  return { seek: (offsetMs) => replayer.pause(offsetMs), frame: replayer.iframe }
}

function ours(root: HTMLElement, events: SessionEvent[]): Seeker {
  const start = events[0]!.timestamp
  const end = events.at(-1)!.timestamp
  const tab = new TabEvents([{ tab: 0, index: 0, start, end, events: events.length }])
  tab.put(tab.segments[0]!, events)
  const replay = new TabReplay(root, tab)
  return { seek: (offsetMs) => replay.show(start + offsetMs), frame: replay.dom.iframe }
}
