import { asterisks } from '../../../shared/privacy/asterisks.ts'
import type { MaskingRule } from '../../../shared/session/review.ts'
import type { FieldKind } from './field-kind.ts'
import { createFields } from './fields.ts'
import { createMasks } from './masks.ts'
import { createNodeStates, MASKED, PRIVATE, SHOWN } from './node-states.ts'
import { areaOf, areaSelectors } from './private-area.ts'
import type { CompiledRules } from './rules.ts'
import type { Sanitizer } from './sanitize-node.ts'
import { createTextRun } from './text-run.ts'

/** What masks the nodes of one document. @param getNode gives the live node of an id, or null; it may throw */
export function createSanitizer(rules: CompiledRules, getNode: (id: number) => Node | null): Sanitizer {
  const masks = createMasks(rules)
  return {
    masks,
    states: createNodeStates(),
    fields: createFields(masks),
    selectors: areaSelectors(rules),
    run: createTextRun(masks.secrets),
    hasShadow: false,
    hasOwnSelectors:
      rules.maskSelector !== null || rules.unmaskSelector !== null || rules.blockSelector !== null,
    getNode(id) {
      try {
        return getNode(id)
      } catch {
        return null
      }
    },
  }
}

/** The value of a field as it is serialized: what the live element is right now counts. May throw. */
export function maskInput(raw: string, element: Element, { masks, fields, selectors }: Sanitizer): string {
  const area = areaOf(element, selectors)
  const kind = fields.kind(null, element, false)
  const secret = fields.isSecret(kind, null, element, area)
  if (!masks.hides(area) && !secret) return raw
  const masked = asterisks(raw)
  if (secret && raw !== '') masks.tally.element(FIELD_RULES[kind] ?? 'private', element, masked)
  if (!masks.hides(area) && kind !== 'hidden') fields.learn(raw)
  return masked
}

/** A text that stands in a masked area as it is serialized: masked, unless it is shown again further inside. May throw. */
export function maskArea(raw: string, element: Element | null, { masks, selectors }: Sanitizer): string {
  const area = element === null ? 0 : areaOf(element, selectors)
  if (area & SHOWN && !masks.hides(area)) return raw
  const masked = asterisks(raw)
  masks.tally.example(area & PRIVATE || !(area & MASKED) ? 'private' : 'own-mask', masked)
  return masked
}

/** What each kind of field counts as. */
const FIELD_RULES: Partial<Record<FieldKind, MaskingRule>> = {
  password: 'password',
  card: 'card-field',
  code: 'code',
  identity: 'identity',
  email: 'email-field',
  hidden: 'hidden-field',
  file: 'file',
}
Object.setPrototypeOf(FIELD_RULES, null)
