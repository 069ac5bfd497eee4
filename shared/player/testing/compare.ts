import { Replayer } from 'rrweb'
import type { SessionEvent } from '../../session/events.ts'

/**
 * A replayed document as text: its nodes, what is in its fields, where it is scrolled to. Left out is what a player adds
 * by itself: the mark of a pause, the mark of what the pointer is over, styles of its own.
 */
export function describeDocument(document: Document): string {
  const lines: string[] = [`scrolled ${Math.round(document.defaultView?.scrollY ?? 0)}`]
  describe(document.documentElement, 0, lines)
  return lines.join('\n')
}

function describe(node: Node, depth: number, lines: string[]): void {
  const indent = ' '.repeat(depth)
  if (node.nodeType === Node.TEXT_NODE) {
    lines.push(`${indent}"${node.textContent ?? ''}"`)
    return
  }
  if (node.nodeType !== Node.ELEMENT_NODE) return
  const element = node as Element
  if (element.localName === 'style' && element.parentElement?.localName === 'html') return
  const attributes = [...element.attributes]
    .map(({ name, value }) => (name === 'class' ? `class=${ownClasses(value)}` : `${name}=${value}`))
    .filter((attribute) => attribute !== 'class=')
    .sort()
  const { value, checked } = element as HTMLInputElement
  const state = element.matches('input, textarea, select') ? ` {${value} ${checked}}` : ''
  lines.push(`${indent}<${element.localName} ${attributes.join(' ')}>${state}`)
  for (const child of [...(element.shadowRoot?.childNodes ?? []), ...element.childNodes]) {
    describe(child, depth + 1, lines)
  }
}

const ownClasses = (value: string) =>
  value
    .split(/\s+/)
    .filter((name) => name !== '' && name !== ':hover' && name !== 'rrweb-paused')
    .join(' ')

/** What rrweb's own Replayer shows of a session at a time. @param timeMs from the first event */
export async function documentOfPlainReplayer(events: SessionEvent[], timeMs: number): Promise<string> {
  const root = document.createElement('div')
  root.style.cssText = 'position: absolute; visibility: hidden'
  document.body.append(root)
  const replayer = new Replayer(events, { root, mouseTail: false, triggerFocus: false, showWarning: false })
  // It shows its first snapshot by itself in the next task, and events of the very time only when it goes on.
  await new Promise((resolve) => setTimeout(resolve, 20))
  replayer.pause(timeMs + 0.5)
  const text = describeDocument(replayer.iframe.contentDocument!)
  replayer.destroy()
  root.remove()
  return text
}
