import { FIRM, GONE, MASKED, PRIVATE, SHOWN } from './node-states.ts'
import { fits, holderOf, isWithin, nearest } from './live-dom.ts'
import type { CompiledRules } from './rules.ts'

/** `data-private="false"` is what frameworks write for "not private". */
const declared = (name: string) => `[${name}]:not([${name}="false"])`
const PRIVATE_SELECTOR = declared('data-private')
const UNMASK_SELECTOR = declared('data-unmask')
const DECLARED_BLOCK = '[data-private="block"]'
/** What shows pixels or another document: no mask fits it. */
const MEDIA = 'img,video,audio,canvas,iframe,frame,object,embed,image,picture'

/** Selectors of the rules together with what the page declares of itself. */
export interface AreaSelectors {
  /** All of them: most places are in none. */
  any: string
  block: string
  mask: string | null
  /** Part of `mask`: nothing inside is shown again. */
  firm: string | null
  show: string
}

export function areaSelectors({
  blockSelector,
  maskSelector,
  firmSelector,
  unmaskSelector,
}: CompiledRules): AreaSelectors {
  const block = blockSelector ? `${DECLARED_BLOCK},${blockSelector}` : DECLARED_BLOCK
  const show = unmaskSelector ? `${UNMASK_SELECTOR},${unmaskSelector}` : UNMASK_SELECTOR
  const own = (selector: string | null) => (selector ? `,${selector}` : '')
  const any = PRIVATE_SELECTOR + own(show) + own(blockSelector) + own(maskSelector)
  return { any, block, mask: maskSelector, firm: firmSelector, show }
}

/** Whether a live node is in what the page declares private. */
export function isPrivate(node: Node): boolean {
  const element = holderOf(node)
  return element !== null && nearest(element, PRIVATE_SELECTOR) !== null
}

/** For rrweb's `blockSelector`: what is blocked, and media in private areas. */
export const rrwebBlockSelector = ({ block }: AreaSelectors): string =>
  `${block},${PRIVATE_SELECTOR} :is(${MEDIA}),:is(${MEDIA})${PRIVATE_SELECTOR}`

/** For rrweb's `maskTextSelector`. */
export const rrwebMaskSelector = ({ mask }: AreaSelectors): string =>
  mask ? `${PRIVATE_SELECTOR},${mask}` : PRIVATE_SELECTOR

/** Where a live node is, as bits: in a private, masked, shown or blocked area. Goes through shadow roots and frames. */
export function areaOf(node: Node, selectors: AreaSelectors): number {
  const element = holderOf(node)
  if (!element || !nearest(element, selectors.any)) return 0
  let flags = 0
  if (nearest(element, PRIVATE_SELECTOR)) flags |= PRIVATE
  if (nearest(element, selectors.block)) flags |= GONE
  if (selectors.firm !== null && nearest(element, selectors.firm)) return flags | MASKED | FIRM
  const masked = selectors.mask === null ? null : nearest(element, selectors.mask)
  const shown = nearest(element, selectors.show)
  if (masked && (!shown || masked === shown || isWithin(masked, shown))) flags |= MASKED
  else if (shown) flags |= SHOWN
  return flags
}

/** The bits of an element whose parent has `inherited`, by the rules' own selectors; the live element decides. */
export function applyRules(inherited: number, element: Element, selectors: AreaSelectors): number {
  let flags = inherited
  if (fits(element, selectors.block)) flags |= PRIVATE | GONE
  if (selectors.firm !== null && fits(element, selectors.firm)) flags |= FIRM
  if ((flags & FIRM) === 0 && fits(element, selectors.show)) flags = (flags & ~MASKED) | SHOWN
  if (selectors.mask !== null && fits(element, selectors.mask)) flags = (flags & ~SHOWN) | MASKED
  return flags
}
