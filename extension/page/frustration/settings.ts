/** Every threshold of the detectors. Times in ms, distances in CSS pixels. */
export interface FrustrationSettings {
  rageClick: { clicks: number; withinMs: number; areaPx: number; answerMs: number }
  deadClick: { answerMs: number; visibilityMs: number }
  errorClick: { withinMs: number }
  formFrustration: { failures: number; withinMs: number; answerMs: number; sameAttemptMs: number }
  formAbandonment: { idleMs: number; sendMs: number }
  scrollThrash: { reversals: number; withinMs: number; viewportShare: number }
}

export const DEFAULT_SETTINGS: FrustrationSettings = {
  /**
   * Datadog and PostHog take 3 clicks in a second, Amplitude 4, Highlight 5 in two: half a second is what nobody does who
   * waits for an answer. The area is PostHog's.
   */
  rageClick: { clicks: 3, withinMs: 500, areaPx: 30, answerMs: 1_000 },
  /** Between Datadog's 100 ms, which reports slow pages, and Sentry's 7 s; OpenReplay takes 1,234 ms. */
  deadClick: { answerMs: 1_000, visibilityMs: 1_000 },
  /** Amplitude takes 2 s, in which requests and timers that have nothing to do with the click fail too. */
  errorClick: { withinMs: 1_000 },
  /** An answer to a form may take as long as people wait for it. */
  formFrustration: { failures: 2, withinMs: 60_000, answerMs: 10_000, sameAttemptMs: 500 },
  /** TraceBug's 60 s. A page that sends a form by code does so at once. */
  formAbandonment: { idleMs: 60_000, sendMs: 1_000 },
  /** No peer has this rule. Reading back and forth is slower, and shorter than a third of a screen. */
  scrollThrash: { reversals: 4, withinMs: 3_000, viewportShare: 1 / 3 },
}
