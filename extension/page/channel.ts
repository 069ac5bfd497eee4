import type { PageCommand, PageMessage } from '../../shared/protocol/capture.ts'
import {
  encodePageMessage,
  HELLO_EVENT,
  PAGE_READY_EVENT,
  TO_PAGE_EVENT,
  TO_RELAY_EVENT,
} from '../../shared/protocol/channel.ts'
import { dispatchDetail, fromJson, listen } from './natives.ts'

export interface Channel {
  send(message: PageMessage): void
  close(): void
}

/**
 * The page's end of the private channel to the relay: a detached node that both worlds hold. The relay shows it once,
 * by an event that no listener of the page's gets to see, since neither has run yet. It survives document.open().
 */
export function openChannel(onCommand: (command: PageCommand) => void): Channel {
  let node: EventTarget | null = null
  let stopListening = () => {}
  const stopWaiting = listen(
    document,
    HELLO_EVENT,
    (event) => {
      event.stopImmediatePropagation()
      stopWaiting()
      node = event.target
      if (!node) return
      stopListening = listen(node, TO_PAGE_EVENT, (message) => {
        onCommand(fromJson((message as CustomEvent<string>).detail) as PageCommand)
      })
    },
    { capture: true },
  )
  // The relay may have come first: then it has been waiting for this.
  dispatchDetail(document, PAGE_READY_EVENT, '')
  return {
    send: (message) => {
      if (node) dispatchDetail(node, TO_RELAY_EVENT, encodePageMessage(message))
    },
    close: () => {
      stopWaiting()
      stopListening()
      node = null
    },
  }
}
