import { asCustomEvent, EVENT_TYPE, type SessionEvent } from '../session/events.ts'
import type { SessionMetadata } from '../session/metadata.ts'
import type { SessionRedactions } from '../session/review.ts'
import { asterisks } from './asterisks.ts'
import { mapEventTexts } from './event-strings.ts'
import { createStringMask } from './redact-strings.ts'
import { createDocumentCounter } from './documents.ts'
import { createHiddenNodes, hideAttributes, type HiddenNodes, type RecordedNode } from './redact-tree.ts'
import { parseSelector } from './selector.ts'
import { addNode, createTypedNodes } from './typed-nodes.ts'

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

/** Takes something out of the events of one tab, in two passes over them, so that they need not all be in memory. */
export interface TabRedactor {
  /** First pass: every event, in order. */
  learn(event: SessionEvent): void
  /** Second pass: every event again, in order. Null when nothing of it is left. Pure: `event` stays as it is. */
  redact(event: SessionEvent): SessionEvent | null
}

export function createTabRedactor({ strings, nodes, selectors }: Redactions): TabRedactor {
  const mask = createStringMask(strings)
  const typed = createTypedNodes(strings)
  const learnt = createDocumentCounter()
  /** When each document began. */
  const starts: { document: number; timestamp: number }[] = []
  const hidden = createHiddenNodes(selectors.map(parseSelector).filter((fits) => fits !== null))
  const documents = createDocumentCounter()
  let byDocument: Map<number, Set<number>> | null = null
  let current = -1

  /** For each document the nodes that were picked, and those into which a redacted text was typed. */
  function hiddenByDocument(): Map<number, Set<number>> {
    const found = typed.found()
    for (const { id, timestamp } of nodes) {
      const shown = starts.findLast((start) => start.timestamp <= timestamp) ?? starts[0]
      addNode(found, shown?.document ?? 0, id)
    }
    return found
  }

  return {
    learn(event) {
      const document = learnt.of(event)
      if (starts.at(-1)?.document !== document) starts.push({ document, timestamp: event.timestamp })
      typed.learn(event, document)
    },
    redact(event) {
      byDocument ??= hiddenByDocument()
      const document = documents.of(event)
      if (document !== current) hidden.begin(byDocument.get(document) ?? new Set())
      current = document
      const shown = hideNodes(event, hidden)
      return shown && mapEventTexts(shown, (text) => mask(text))
    },
  }
}

/**
 * The events of one tab, in order, without what is redacted: same-length asterisks, pictures and choices left out. Pure:
 * `events` stays as it is.
 */
export function redactEvents(events: readonly SessionEvent[], redactions: Redactions): SessionEvent[] {
  const redactor = createTabRedactor(redactions)
  for (const event of events) redactor.learn(event)
  return events.map((event) => redactor.redact(event)).filter((event) => event !== null)
}

/** What of a session's redactions concerns one of its tabs. */
export function redactionsOfTab({ strings, nodes }: SessionRedactions, tab: number): Redactions {
  return { strings, nodes: nodes.filter((node) => node.tab === tab), selectors: [] }
}

/** The metadata without the redacted texts. */
export function redactMetadata(
  metadata: SessionMetadata,
  { strings }: Pick<Redactions, 'strings'>,
): SessionMetadata {
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
  if (event.type === (EVENT_TYPE.custom as number)) return hideTarget(event, hidden)
  if (event.type !== (EVENT_TYPE.incrementalSnapshot as number)) return event
  const data = content as { source: number; id?: number }
  if (data.source === SOURCE.mutation) return withData(event, hideMutation(content as Mutation, hidden))
  if (data.id === undefined || !hidden.isHidden(data.id)) return event
  if (data.source === SOURCE.canvas) return null
  if (data.source !== SOURCE.input) return event
  const input = content as { text: string }
  return withData(event, { ...input, text: asterisks(input.text), isChecked: false })
}

/** A step or a signal without what it says of a hidden element: its name, what was typed into it, what it is annoying for. */
function hideTarget(event: SessionEvent, hidden: HiddenNodes): SessionEvent {
  const custom = asCustomEvent(event)
  if (custom?.data.tag !== 'qa.step' && custom?.data.tag !== 'qa.signal') return event
  const { target } = custom.data.payload
  if (!target) return event
  const isHidden = target.nodeId !== null && hidden.touches(target.nodeId)
  if (!isHidden && !hidden.repeats(target.name ?? '')) return event
  const payload = {
    ...custom.data.payload,
    target: { ...target, name: target.name && asterisks(target.name) },
    sentence: custom.data.payload.sentence.replace(QUOTED, asterisks),
    ...('value' in custom.data.payload ? { value: hideText(custom.data.payload.value) } : {}),
    ...('evidence' in custom.data.payload
      ? { evidence: mapValues(custom.data.payload.evidence, hideText) }
      : {}),
  }
  return withData(event, { ...custom.data, payload })
}

/** From the first quotation mark on: names and values are quoted. */
const QUOTED = /["“][^]*$/
const hideText = (value: unknown) => (typeof value === 'string' ? asterisks(value) : value)
const mapValues = (values: Record<string, unknown>, map: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]))

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
    texts: data.texts.map((change) => {
      if (!hidden.isHidden(change.id) || change.value === null) return change
      hidden.learn(change.value)
      return { ...change, value: asterisks(change.value) }
    }),
  }
}

function withData(event: SessionEvent, data: object): SessionEvent {
  const changed: unknown = { ...event, data }
  return changed as SessionEvent
}
