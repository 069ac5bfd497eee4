import { asterisks } from '../../../shared/privacy/asterisks.ts'
import { createEchoes, type Echoes } from './echoes.ts'
import { maskCss } from './mask-css.ts'
import { createPlainMask, createTextMask, type MaskText } from './mask-text.ts'
import { maskUrl } from './mask-url.ts'
import { MASKED, PRIVATE, SHOWN } from './node-states.ts'
import { createTally, type Tally } from './tally.ts'
import type { CompiledRules } from './rules.ts'

/** The masks of one document, by its rules. */
export interface Masks {
  rules: CompiledRules
  strict: boolean
  echoes: Echoes
  /** What was masked up to now. */
  tally: Tally
  /** What is secret in a text that is otherwise shown. */
  secrets: MaskText
  /** An address that is shown: what is secret in it. */
  link: (url: string) => string
  /** An address in *strict*. */
  strictLink: (url: string) => string
  /** CSS that is shown. */
  css: (css: string) => string
  /** CSS where text is hidden; `images` says whether pictures stay. */
  hiddenCss: (css: string, images: boolean) => string
  /** Whether text, inputs and images are hidden where a node with these bits is. */
  hides: (flags: number) => boolean
}

export function createMasks(rules: CompiledRules): Masks {
  const strict = rules.level === 'strict'
  const echoes = createEchoes()
  const tally = createTally()
  const plain = createPlainMask({ maskEmails: rules.maskEmails, patterns: rules.patterns, echoes, tally })
  const link = (url: string) => {
    const masked = maskUrl(url, { maskText: plain, strict: false })
    if (masked !== url) tally.value('address', url, masked)
    return masked
  }
  const secrets = createTextMask(plain, link)
  const css = (text: string, hideText: boolean, hideImages: boolean) => {
    try {
      return maskCss(text, { maskText: plain, maskUrl: link, hideText, hideImages })
    } catch {
      return asterisks(text)
    }
  }
  return {
    rules,
    strict,
    echoes,
    tally,
    secrets,
    link,
    strictLink: (url) => maskUrl(url, { maskText: plain, strict: true }),
    css: (text) => css(text, false, false),
    hiddenCss: (text, images) => css(text, true, !images),
    hides: (flags) => (flags & (PRIVATE | MASKED)) !== 0 || (strict && (flags & SHOWN) === 0),
  }
}
