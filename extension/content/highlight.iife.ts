import type { HighlightCommand, HighlightState } from '../../shared/protocol/highlight.ts'
import { createHighlight, type Highlight } from './highlight/highlight.ts'

/**
 * Shows on the page what is masked on it, when somebody asks for it in the popup. Runs in the isolated world, and is
 * injected once into a document: commands show it, show it by other rules, and hide it.
 */

let highlight: Highlight | null = null

chrome.runtime.onMessage.addListener(
  (command: Partial<HighlightCommand>, _from: unknown, respond: (state: HighlightState) => void) => {
    if (command.highlight === undefined) return false
    if (command.highlight === 'hide') hide()
    else if (command.highlight === 'show' && command.rules) {
      highlight ??= createHighlight(hide)
      highlight.show(command.rules)
    }
    respond(highlight?.state() ?? { shown: false, masked: 0, blocked: 0, problems: [] })
    return false
  },
)

function hide(): void {
  highlight?.remove()
  highlight = null
}
