import { createMasker, type Masker } from './create-masker.ts'
import type { DocumentRules } from '../../../shared/protocol/site-settings.ts'
import { compileRules } from './rules.ts'

/** For tests: a masker with *standard* rules but for `rules`, over no live page unless `getNode` gives one. */
export function maskerOf(
  rules: Partial<DocumentRules> = {},
  getNode: (id: number) => Node | null = () => null,
  getId: (node: Node) => number = () => -1,
): Masker {
  return createMasker(
    compileRules({
      level: 'standard',
      maskEmails: true,
      recordBodies: true,
      maskSelectors: [],
      blockSelectors: [],
      unmaskSelectors: [],
      maskPatterns: [],
      ...rules,
    }).rules,
    { getNode, getId },
  )
}
