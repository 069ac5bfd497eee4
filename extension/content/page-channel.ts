import type { PageCommand, PageMessage } from '../../shared/protocol/capture.ts'
import {
  HELLO_EVENT,
  PAGE_READY_EVENT,
  parsePageMessage,
  TO_PAGE_EVENT,
  TO_RELAY_EVENT,
} from '../../shared/protocol/channel.ts'

export interface PageChannel {
  send(command: PageCommand): void
  close(): void
}

/** The relay's end of the private channel: see extension/page/channel.ts. */
export function openPageChannel(onMessage: (message: PageMessage) => void): PageChannel {
  const node = document.createElement('i')
  const receive = (event: Event) => {
    const message = parsePageMessage((event as CustomEvent<unknown>).detail)
    if (message) onMessage(message)
  }
  node.addEventListener(TO_RELAY_EVENT, receive)
  sayHello()
  document.addEventListener(PAGE_READY_EVENT, sayHello, { capture: true, once: true })

  /** Shows the node to the page's recorder. It is in the document only for as long as the event takes. */
  function sayHello(): void {
    ;(document.documentElement ?? document).append(node)
    node.dispatchEvent(new CustomEvent(HELLO_EVENT, { bubbles: true }))
    node.remove()
  }

  return {
    send: (command) =>
      node.dispatchEvent(new CustomEvent(TO_PAGE_EVENT, { detail: JSON.stringify(command) })),
    close() {
      node.removeEventListener(TO_RELAY_EVENT, receive)
      document.removeEventListener(PAGE_READY_EVENT, sayHello, { capture: true })
    },
  }
}
