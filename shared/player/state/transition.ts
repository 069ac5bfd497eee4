import { EventType, IncrementalSource } from '@rrweb/types'
import type { SessionEvent } from '../../session/events.ts'
import { itemsBeyond, itemsOf } from './chain.ts'
import type { DocumentState, FieldState, Position, TreeNode } from './document-state.ts'
import { serializeTree, type SerializedTree } from './serialize.ts'

/** Collects the events that bring a document from one state to another. */
export class Transition {
  readonly events: SessionEvent[] = []
  readonly #to: DocumentState

  constructor(to: DocumentState) {
    this.#to = to
  }

  increment(source: IncrementalSource, data: object): void {
    const event = { type: EventType.IncrementalSnapshot, timestamp: 0, data: { ...data, source } }
    this.events.push(event as unknown as SessionEvent)
  }

  snapshot(node: SerializedTree, { x, y }: Position): void {
    const data = { node, initialOffset: { left: x, top: y } }
    this.events.push({ type: EventType.FullSnapshot, timestamp: 0, data } as unknown as SessionEvent)
  }

  mutation(changes: {
    adds?: object[]
    removes?: object[]
    texts?: object[]
    attributes?: object[]
    isAttachIframe?: true
  }): void {
    this.increment(IncrementalSource.Mutation, {
      adds: [],
      removes: [],
      texts: [],
      attributes: [],
      ...changes,
    })
  }

  /** The document of a frame, and of the frames in it. */
  documents(documents: readonly TreeNode[]): void {
    const pending = [...documents]
    for (let next = pending.shift(); next; next = pending.shift()) {
      const node = serializeTree(this.#to, next.id, pending)
      this.mutation({ isAttachIframe: true, adds: [{ parentId: next.parent, nextId: null, node }] })
    }
  }

  /** What was set on the style of elements on top of their attribute. */
  styles(nodes: Iterable<TreeNode>): void {
    const attributes = [...nodes].flatMap(({ id, style }) => (style ? [{ id, attributes: { style } }] : []))
    if (attributes.length > 0) this.mutation({ attributes })
  }

  /**
   * The rules of style elements.
   *
   * @param from null when nothing of it is there
   * @param isFresh whether the sheet of an element is as it was parsed
   */
  rules(from: DocumentState | null, isFresh: (id: number) => boolean): void {
    for (const [id, chain] of this.#to.rules) {
      const changes = isFresh(id) ? itemsOf(chain) : itemsBeyond(from?.rules.get(id), chain)
      for (const change of changes ?? []) this.#ruleChange(change)
    }
  }

  /** The constructed sheets, and who uses them. */
  adopted(from: DocumentState | null, isFresh: (id: number) => boolean): void {
    const made = new Set<number>()
    for (const [id, styleIds] of this.#to.adopted) {
      const news = styleIds.filter((styleId) => this.#isNewSheet(from, styleId))
      const before = from?.adopted.get(id)
      if (!isFresh(id) && news.length === 0 && before?.join() === styleIds.join()) continue
      const styles = news.filter((styleId) => !made.has(styleId)).map((styleId) => ({ styleId, rules: [] }))
      this.increment(IncrementalSource.AdoptedStyleSheet, { id, styleIds, styles })
      for (const { styleId } of styles) {
        made.add(styleId)
        for (const change of itemsOf(this.#to.sheets.get(styleId))) this.#ruleChange(change)
      }
    }
    for (const [styleId, chain] of this.#to.sheets) {
      if (made.has(styleId) || !from) continue
      for (const change of itemsBeyond(from.sheets.get(styleId), chain) ?? []) this.#ruleChange(change)
    }
    for (const id of from?.adopted.keys() ?? []) {
      if (!this.#to.adopted.has(id) && this.#to.nodes.has(id)) {
        this.increment(IncrementalSource.AdoptedStyleSheet, { id, styleIds: [], styles: [] })
      }
    }
  }

  /** What is in the fields. @param isFresh whether an element is as it was built */
  fields(from: DocumentState | null, isFresh: (id: number) => boolean): void {
    for (const [id, field] of this.#to.fields) {
      if (isFresh(id) || !isSameField(from?.fields.get(id), field)) this.#field(id, field)
    }
  }

  /** Where elements are scrolled to. @param isFresh whether an element is as it was built */
  scrolls(from: DocumentState | null, isFresh: (id: number) => boolean): void {
    for (const [id, position] of this.#to.scrolls) {
      const before = from?.scrolls.get(id)
      if (isFresh(id) || before?.x !== position.x || before.y !== position.y) this.#scroll(id, position)
    }
    for (const id of from?.scrolls.keys() ?? []) {
      const isTouched = this.#to.scrolls.has(id) || !this.#to.nodes.has(id) || isFresh(id)
      if (!isTouched) this.#scroll(id, initialScroll(this.#to, id))
    }
  }

  fonts(from: DocumentState | null): void {
    for (const font of itemsBeyond(from?.fonts, this.#to.fonts) ?? [])
      this.increment(IncrementalSource.Font, font)
  }

  selection(from: DocumentState | null): void {
    const { selection } = this.#to
    if (selection && selection !== from?.selection) this.increment(IncrementalSource.Selection, selection)
  }

  #isNewSheet(from: DocumentState | null, styleId: number): boolean {
    if (!from?.sheets.has(styleId)) return true
    return itemsBeyond(from.sheets.get(styleId), this.#to.sheets.get(styleId)) === null
  }

  #ruleChange(change: Readonly<Record<string, unknown>>): void {
    this.increment(change['source'] as IncrementalSource, change)
  }

  #field(id: number, field: FieldState): void {
    this.increment(IncrementalSource.Input, { id, ...field })
  }

  #scroll(id: number, position: Position): void {
    this.increment(IncrementalSource.Scroll, { id, ...position })
  }
}

const isSameField = (a: FieldState | undefined, b: FieldState) =>
  a !== undefined && a.text === b.text && a.isChecked === b.isChecked

/** Where an element is scrolled to when nobody scrolled it since it was built. */
function initialScroll(state: DocumentState, id: number): Position {
  const attributes = state.nodes.get(id)?.attributes
  return { x: Number(attributes?.['rr_scrollLeft'] ?? 0), y: Number(attributes?.['rr_scrollTop'] ?? 0) }
}
