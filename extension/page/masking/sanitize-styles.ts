import type { incrementalData } from '@rrweb/types'
import { slice } from '../../../shared/privacy/natives.ts'
import type { Masks } from './masks.ts'

/** The parts of rrweb's style events that hold CSS. */
interface StyleData {
  adds?: { rule: string }[]
  replace?: string
  replaceSync?: string
  styles?: { rules: { rule: string }[] }[]
  set?: { property: string; value: string | null }
  remove?: { property: string }
  fontSource?: string
  buffer?: boolean
  family?: string
}

/** Masks rules, declarations and fonts in place. Stylesheets keep their pictures: they belong to the layout. */
export function sanitizeStyles(event: incrementalData, masks: Masks): void {
  const data = event as unknown as StyleData
  const css = (text: string) => (masks.strict ? masks.hiddenCss(text, true) : masks.css(text))
  maskRules(data.adds, css)
  if (typeof data.replace === 'string') data.replace = css(data.replace)
  if (typeof data.replaceSync === 'string') data.replaceSync = css(data.replaceSync)
  for (let i = 0; data.styles && i < data.styles.length; i++) maskRules(data.styles[i]!.rules, css)
  if (data.set && typeof data.set.value === 'string') {
    const head = data.set.property + ':'
    data.set.value = slice(css(head + data.set.value), head.length)
  }
  if (data.set) data.set.property = masks.secrets(data.set.property)
  if (data.remove) data.remove.property = masks.secrets(data.remove.property)
  if (typeof data.family === 'string') data.family = masks.secrets(data.family)
  if (typeof data.fontSource === 'string' && !data.buffer) data.fontSource = css(data.fontSource)
}

function maskRules(rules: { rule: string }[] | undefined, css: (text: string) => string): void {
  for (let i = 0; rules && i < rules.length; i++) rules[i]!.rule = css(rules[i]!.rule)
}
