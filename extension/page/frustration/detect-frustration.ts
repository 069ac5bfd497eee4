import { min } from '../../../shared/privacy/natives.ts'
import { detectDeadClicks } from './detect-dead-clicks.ts'
import { detectErrorClicks } from './detect-error-clicks.ts'
import { detectFormAbandonment } from './detect-form-abandonment.ts'
import { detectFormFrustration } from './detect-form-frustration.ts'
import { detectRageClicks } from './detect-rage-clicks.ts'
import { detectScrollThrashing } from './detect-scroll-thrashing.ts'
import type { Detector, Signal } from './moment.ts'
import type { FrustrationSettings } from './settings.ts'

/** All detectors as one. */
export function detectFrustration(settings: FrustrationSettings): Detector {
  const detectors: Detector[] = [
    detectRageClicks(settings),
    detectFormFrustration(settings),
    detectErrorClicks(settings),
    detectDeadClicks(settings),
    detectScrollThrashing(settings),
    detectFormAbandonment(settings),
  ]
  return {
    see(moment) {
      const signals: Signal[] = []
      for (let i = 0; i < detectors.length; i++) {
        const found = detectors[i]!.see(moment)
        for (let j = 0; j < found.length; j++) signals[signals.length] = found[j]!
      }
      return signals
    },
    wakeAt() {
      let earliest = Infinity
      for (let i = 0; i < detectors.length; i++) earliest = min(earliest, detectors[i]!.wakeAt())
      return earliest
    },
  }
}
