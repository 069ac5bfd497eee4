import { phrase } from '../steps/sentence.ts'
import type { ClickMoment, Detector } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'

/** An error that nobody caught, soon after a click. The first one counts: others follow from it. */
export function detectErrorClicks({ errorClick: settings }: FrustrationSettings): Detector {
  let clicked: ClickMoment | null = null

  return {
    wakeAt: () => Infinity,
    see(moment) {
      if (moment.type === 'click') clicked = moment
      if (moment.type !== 'error' || !clicked || moment.time - clicked.time > settings.withinMs) return []
      const { click, time } = clicked
      clicked = null
      return [
        {
          kind: 'error-click',
          time,
          target: click.target,
          evidence: { x: click.x, y: click.y, message: moment.message, afterMs: moment.time - time },
          sentence: `Clicks ${phrase(click.target)}, and an error follows: ${moment.message}`,
        },
      ]
    },
  }
}
