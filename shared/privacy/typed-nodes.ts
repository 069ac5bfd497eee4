import { EVENT_TYPE, type SessionEvent } from '../session/events.ts'

const SOURCE = { mutation: 0, input: 5 } as const

/** Nodes into which a text was typed, gathered event by event. */
export interface TypedNodes {
  /** Every event, in order, with the number of its document. */
  learn(event: SessionEvent, document: number): void
  /** rrweb's ids, for each document. */
  found(): Map<number, Set<number>>
}

/**
 * Nodes into which one of `strings` was typed: a text is recorded with every key, so all that the node ever held has to
 * go, not only what holds the whole string. Fields that ever held it, and texts that also held a beginning of it.
 */
export function createTypedNodes(strings: readonly string[]): TypedNodes {
  const wanted = strings.filter((text) => text.trim() !== '')
  const fields = new Map<number, Set<number>>()
  const begun = new Map<number, Set<number>>()
  const texts = new Map<number, Set<number>>()
  return {
    learn(event, document) {
      if (wanted.length === 0) return
      for (const { id, text, isField } of changesIn(event)) {
        const holds = wanted.some((string) => text.includes(string))
        if (holds) addNode(isField ? fields : texts, document, id)
        else if (!isField && wanted.some((string) => endsInBeginning(text, string)))
          addNode(begun, document, id)
      }
    },
    found() {
      const nodes = new Map(Array.from(fields, ([document, ids]) => [document, new Set(ids)]))
      for (const [document, ids] of texts) {
        for (const id of ids) if (begun.get(document)?.has(id)) addNode(nodes, document, id)
      }
      return nodes
    },
  }
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
