import { phrase } from '../steps/sentence.ts'
import { ANSWERS, type Click, type ClickMoment, type Detector, type Signal } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'
import { inSeconds } from './words.ts'

interface Waiting {
  first: ClickMoment
  /** When the newest click on the same element was. */
  lastAt: number
  count: number
}

/**
 * A click that nothing answers: no change of the page, scrolling, navigation, request, focus in a field, selection, window,
 * download or change of media. Several on the same element are one signal. Not on the background of a page, where text is
 * selected, in fields, on canvases and media, with a modifier key, or when the page was hidden or shown just then.
 */
export function detectDeadClicks({ deadClick: settings }: FrustrationSettings): Detector {
  let waiting: Waiting | null = null
  let visibilityAt = -Infinity

  const endsAt = () => (waiting ? waiting.lastAt + settings.answerMs : Infinity)

  function add(moment: ClickMoment): void {
    const { click, time } = moment
    if (!expectsAnswer(click) || time - visibilityAt < settings.visibilityMs) waiting = null
    else if (waiting?.first.click.id === click.id) {
      waiting.lastAt = time
      waiting.count++
    } else waiting = { first: moment, lastAt: time, count: 1 }
  }

  return {
    wakeAt: endsAt,
    see(moment) {
      const signals = waiting && moment.time >= endsAt() ? [signalOf(waiting, settings.answerMs)] : []
      if (signals.length > 0) waiting = null
      switch (moment.type) {
        case 'click':
          add(moment)
          break
        case 'visibility':
          visibilityAt = moment.time
          waiting = null
          break
        // A selection, a submitted form, a page that is left: whatever one can see.
        case 'answer':
        case 'submit':
        case 'invalid':
        case 'leave':
          waiting = null
          break
        case 'scroll':
        case 'error':
        case 'field':
        case 'response':
        case 'clock':
      }
      return signals
    },
  }
}

const expectsAnswer = ({ on, exempt, selects, hasModifier }: Click) =>
  on !== 'background' && exempt === null && !selects && !hasModifier

function signalOf({ first, count }: Waiting, waitedMs: number): Signal {
  const { click, time } = first
  const times = count > 1 ? ` ${count} times` : ''
  return {
    kind: 'dead-click',
    time,
    target: click.target,
    evidence: { x: click.x, y: click.y, on: click.on, clicks: count, waitedMs, waitedFor: ANSWERS },
    sentence: `Clicks ${phrase(click.target)}${times}, and nothing happens for ${inSeconds(waitedMs)}`,
  }
}
