import type { Box } from './pick.ts'

/** The replayed page as it is shown, for who looks into it. Nothing in it runs. */
export interface ShownPage {
  /** Counts up whenever another moment is shown. */
  readonly shows: number
  readonly document: Document | null
  /** The node that the recorder gave this number to. */
  node(id: number): Node | null
  /** The number that the recorder gave to a node; null for what only the replay has. */
  idOf(node: Node): number | null
  /** Where an element is in the viewport of the page; null when it is not shown. */
  boxOf(element: Element): Box | null
}
