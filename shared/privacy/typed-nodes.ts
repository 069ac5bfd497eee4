import { EVENT_TYPE, type SessionEvent } from '../session/events.ts'
import { createDocumentCounter } from './documents.ts'

const SOURCE = { mutation: 0, input: 5 } as const

/**
 * Nodes into which one of `strings` was typed: a text is recorded with every key, so all that the node ever held has to
 * go, not only what holds the whole string. Fields that ever held it, and texts that also held a beginning of it.
 *
 * @returns rrweb's ids, for each document
 */
export function findTypedNodes(
  events: readonly SessionEvent[],
  strings: readonly string[],
): Map<number, Set<number>> {
  const wanted = strings.filter((text) => text.trim() !== '')
  const whole = new Map<number, Set<number>>()
  if (wanted.length === 0) return whole
  const begun = new Map<number, Set<number>>()
  const texts = new Map<number, Set<number>>()
  const documents = createDocumentCounter()
  for (const event of events) {
    const document = documents.of(event)
    for (const { id, text, isField } of changesIn(event)) {
      const holds = wanted.some((string) => text.includes(string))
      if (holds) addNode(isField ? whole : texts, document, id)
      else if (!isField && wanted.some((string) => endsInBeginning(text, string)))
        addNode(begun, document, id)
    }
  }
  for (const [document, ids] of texts) {
    for (const id of ids) if (begun.get(document)?.has(id)) addNode(whole, document, id)
  }
  return whole
}

/** Whether `text` ends in two or more of the first characters of `string`, as it does while that is being typed. */
function endsInBeginning(text: string, string: string): boolean {
  for (let length = string.length - 1; length >= 2; length--) {
    if (text.endsWith(string.slice(0, length))) return true
  }
  return false
}

export function addNode(nodes: Map<number, Set<number>>, document: number, id: number): void {
  const known = nodes.get(document)
  if (known) known.add(id)
  else nodes.set(document, new Set([id]))
}

function changesIn(event: SessionEvent): { id: number; text: string; isField: boolean }[] {
  if (event.type !== (EVENT_TYPE.incrementalSnapshot as number)) return []
  const data: unknown = event.data
  const { source, id, text, texts } = data as {
    source: number
    id: number
    text: string
    texts?: { id: number; value: string | null }[]
  }
  if (source === SOURCE.input) return [{ id, text, isField: true }]
  return source === SOURCE.mutation
    ? (texts ?? []).map((change) => ({ id: change.id, text: change.value ?? '', isField: false }))
    : []
}
