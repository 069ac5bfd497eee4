import { max } from '../../../shared/privacy/natives.ts'
import { phrase } from '../steps/sentence.ts'
import type { ClickMoment, Detector, Signal } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'
import { inSeconds, distance } from './words.ts'

interface Burst {
  clicks: ClickMoment[]
  /** How many of the clicks were answered before the next one. */
  answered: number
  isLastAnswered: boolean
}

/**
 * Several clicks in quick succession on one place. Not where that is how it is used: selecting a word or a paragraph,
 * text fields, steppers, sliders, canvases, media; nor on what is made for it and answers each click, such as pages of a
 * list.
 */
export function detectRageClicks({ rageClick: settings }: FrustrationSettings): Detector {
  let burst: Burst | null = null

  const endsAt = () => (burst ? last(burst).time + settings.answerMs : Infinity)

  function end(): Signal[] {
    const ended = burst
    burst = null
    return ended && isRage(ended, settings) ? [signalOf(ended)] : []
  }

  function add(moment: ClickMoment): void {
    burst ??= { clicks: [], answered: 0, isLastAnswered: false }
    burst.clicks[burst.clicks.length] = moment
    burst.isLastAnswered = false
  }

  return {
    wakeAt: endsAt,
    see(moment) {
      const isOver =
        moment.type === 'leave' ||
        moment.time >= endsAt() ||
        (moment.type === 'click' && burst !== null && !isPart(burst, moment, settings))
      const signals = isOver ? end() : []
      if (moment.type === 'click') add(moment)
      if (moment.type === 'answer' && burst && !burst.isLastAnswered) {
        burst.answered++
        burst.isLastAnswered = true
      }
      return signals
    },
  }
}

const last = ({ clicks }: Burst) => clicks[clicks.length - 1]!

type Settings = FrustrationSettings['rageClick']

function isPart(burst: Burst, { time, click }: ClickMoment, { withinMs, areaPx }: Settings): boolean {
  return time - last(burst).time <= withinMs && distance(burst.clicks[0]!.click, click) <= areaPx
}

function isRage({ clicks, answered }: Burst, settings: Settings): boolean {
  let isQuick = false
  for (let i = settings.clicks - 1; i < clicks.length; i++) {
    if (clicks[i]!.time - clicks[i - settings.clicks + 1]!.time <= settings.withinMs) isQuick = true
  }
  if (!isQuick) return false
  for (let i = 0; i < clicks.length; i++) {
    const { click } = clicks[i]!
    if (click.selects || click.exempt !== null) return false
  }
  return !(clicks[0]!.click.isRepeatable && answered === clicks.length)
}

function signalOf({ clicks, answered }: Burst): Signal {
  const first = clicks[0]!
  const spanMs = clicks[clicks.length - 1]!.time - first.time
  const positions: { x: number; y: number; afterMs: number }[] = []
  let spreadPx = 0
  for (let i = 0; i < clicks.length; i++) {
    const { time, click } = clicks[i]!
    positions[i] = { x: click.x, y: click.y, afterMs: time - first.time }
    spreadPx = max(spreadPx, distance(first.click, click))
  }
  return {
    kind: 'rage-click',
    time: first.time,
    target: first.click.target,
    evidence: { clicks: positions, spanMs, spreadPx, answered },
    sentence: `Clicks ${phrase(first.click.target)} ${clicks.length} times within ${inSeconds(spanMs)}`,
  }
}
