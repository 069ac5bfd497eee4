import { EVENT_TYPE, type SessionEvent } from '../session/events.ts'
import type { SessionMetadata } from '../session/metadata.ts'
import { asterisks } from './asterisks.ts'
import { mapEventTexts } from './event-strings.ts'
import { createStringMask } from './redact-strings.ts'
import { createDocumentCounter } from './documents.ts'
import { createHiddenNodes, hideAttributes, type HiddenNodes, type RecordedNode } from './redact-tree.ts'
import { parseSelector } from './selector.ts'
import { addNode, findTypedNodes } from './typed-nodes.ts'

/** What is taken out of a session. Nothing of it can be had back from the result. */
export interface Redactions {
  /** Texts, wherever they occur. */
  strings: readonly string[]
  /** Elements and texts with all that is in them, over all their lives: rrweb's id, and a time when it was shown. */
  nodes: readonly { id: number; timestamp: number }[]
  /** Elements by selector (see `parseSelector`), on every page of the session. */
  selectors: readonly string[]
}

const SOURCE = { mutation: 0, input: 5, canvas: 9 } as const

/**
 * The events of one tab, in order, without what is redacted: same-length asterisks, pictures and choices left out. Pure:
 * `events` stays as it is.
 */
export function redactEvents(events: readonly SessionEvent[], redactions: Redactions): SessionEvent[] {
  const mask = createStringMask(redactions.strings)
  const nodes = hiddenByDocument(events, redactions)
  const hidden = createHiddenNodes(redactions.selectors.map(parseSelector).filter((fits) => fits !== null))
  const documents = createDocumentCounter()
  const redacted: SessionEvent[] = []
  let current = -1
  for (const event of events) {
    const document = documents.of(event)
    if (document !== current) hidden.begin(nodes.get(document) ?? new Set())
    current = document
    const shown = hideNodes(event, hidden)
    if (shown) redacted.push(mapEventTexts(shown, (text) => mask(text)))
  }
  return redacted
}

/** For each document the nodes that were picked, and those into which a redacted text was typed. */
function hiddenByDocument(
  events: readonly SessionEvent[],
  { nodes, strings }: Redactions,
): Map<number, Set<number>> {
  const hidden = findTypedNodes(events, strings)
  const documents = createDocumentCounter()
  const starts = events.map((event) => ({ document: documents.of(event), timestamp: event.timestamp }))
  for (const { id, timestamp } of nodes) {
    const shown = starts.findLast((start) => start.timestamp <= timestamp) ?? starts[0]
    addNode(hidden, shown?.document ?? 0, id)
  }
  return hidden
}

/** The metadata without the redacted texts. */
export function redactMetadata(metadata: SessionMetadata, { strings }: Redactions): SessionMetadata {
  const mask = createStringMask(strings)
  return {
    ...metadata,
    title: mask(metadata.title),
    initialUrl: mask(metadata.initialUrl),
    tabs: metadata.tabs.map((tab) => ({ ...tab, title: mask(tab.title), url: mask(tab.url) })),
  }
}

/** The event without hidden nodes; null when nothing of it is left. */
function hideNodes(event: SessionEvent, hidden: HiddenNodes): SessionEvent | null {
  const content: unknown = event.data
  if (event.type === (EVENT_TYPE.fullSnapshot as number)) {
    const data = content as { node: RecordedNode }
    return withData(event, { ...data, node: hidden.take(data.node, null) })
  }
  if (event.type !== (EVENT_TYPE.incrementalSnapshot as number)) return event
  const data = content as { source: number; id?: number }
  if (data.source === SOURCE.mutation) return withData(event, hideMutation(content as Mutation, hidden))
  if (data.id === undefined || !hidden.isHidden(data.id)) return event
  if (data.source === SOURCE.canvas) return null
  if (data.source !== SOURCE.input) return event
  const input = content as { text: string }
  return withData(event, { ...input, text: asterisks(input.text), isChecked: false })
}

interface Mutation {
  adds: { parentId: number; node: RecordedNode }[]
  attributes: { id: number; attributes: Record<string, unknown> }[]
  texts: { id: number; value: string | null }[]
}

function hideMutation(data: Mutation, hidden: HiddenNodes): Mutation {
  return {
    ...data,
    adds: data.adds.map((add) => ({ ...add, node: hidden.take(add.node, add.parentId) })),
    attributes: data.attributes.map((change) =>
      hidden.isHidden(change.id) ? { ...change, attributes: hideAttributes(change.attributes) } : change,
    ),
    texts: data.texts.map((change) =>
      hidden.isHidden(change.id) && change.value !== null
        ? { ...change, value: asterisks(change.value) }
        : change,
    ),
  }
}

function withData(event: SessionEvent, data: object): SessionEvent {
  const changed: unknown = { ...event, data }
  return changed as SessionEvent
}
