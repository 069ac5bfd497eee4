import { record } from 'rrweb-recorder'
import type { SessionEvent } from '../../../shared/session/events.ts'
import type { Stop } from '../emit.ts'
import type { Masker } from '../masking/create-masker.ts'
import { listenAgain, NativeMutationObserver } from '../natives.ts'

export interface DomTracker {
  stop: Stop
  /** Takes a full snapshot now: after the document was in the back/forward cache, its tab showed another one. */
  snapshot(): void
}

interface Options {
  masker: Masker
  /** Gets every event, masked. */
  onEvent: (event: SessionEvent) => void
}

/** Records the DOM and what the user does to it, by rrweb, from DOMContentLoaded on. */
export function trackDom({ masker, onEvent }: Options): DomTracker {
  const start = () =>
    record({
      ...masker.recordOptions,
      emit(event) {
        const masked = masker.event(event)
        if (masked) onEvent(masked)
      },
      recordAfter: 'DOMContentLoaded',
      inlineStylesheet: true,
      sampling: { mousemove: 50, scroll: 100, media: 800 },
      slimDOMOptions: {
        script: true,
        comment: true,
        headFavicon: true,
        headMetaSocial: true,
        headMetaRobots: true,
        headMetaVerification: true,
      },
      errorHandler: () => true,
    })

  let stopRecording = start()
  let root: Element | null = document.documentElement

  // document.open() takes all listeners away with the old root.
  const documents = new NativeMutationObserver(() => {
    const before = root
    root = document.documentElement
    if (!before || !root || before === root) return
    listenAgain()
    stopRecording?.()
    stopRecording = start()
  })
  documents.observe(document, { childList: true })

  return {
    stop() {
      documents.disconnect()
      stopRecording?.()
    },
    snapshot: () => record.takeFullSnapshot(),
  }
}
