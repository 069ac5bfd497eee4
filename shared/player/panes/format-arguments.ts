import type { SerializedValue } from '../../session/serialized-value.ts'
import { serializedText } from '../model/serialized-text.ts'

/** A piece of a console line: text as it is, or a value that can be opened. */
export type LinePart = { text: string } | { value: SerializedValue }

/**
 * The arguments of a console call as a browser shows them: substitutions in the first one filled in, strings as text,
 * everything else as values (console.spec.whatwg.org, Formatter). Styles (%c) are left out: they could hide a line.
 */
export function formatArguments(args: readonly SerializedValue[]): LinePart[] {
  const [first, ...rest] = args
  const parts: LinePart[] = []
  let remaining = args
  if (typeof first === 'string' && rest.length > 0) {
    const filled = substitute(first, rest)
    parts.push(...filled.parts)
    remaining = rest.slice(filled.used)
  }
  for (const arg of remaining) {
    if (parts.length > 0) parts.push({ text: ' ' })
    parts.push(typeof arg === 'string' ? { text: arg } : { value: arg })
  }
  return joinTexts(parts)
}

/** A console line as plain text, for searching and copying. */
export function argumentsText(args: readonly SerializedValue[]): string {
  return formatArguments(args)
    .map((part) => ('text' in part ? part.text : serializedText(part.value)))
    .join('')
}

function substitute(format: string, args: readonly SerializedValue[]) {
  const parts: LinePart[] = []
  let used = 0
  for (const piece of format.split(/(%[sdifoOc%])/)) {
    const arg = args[used]
    if (!/^%[sdifoOc%]$/.test(piece)) parts.push({ text: piece })
    else if (piece === '%%') parts.push({ text: '%' })
    else if (used >= args.length) parts.push({ text: piece })
    else {
      used++
      if (piece === '%o' || piece === '%O') parts.push({ value: arg! })
      else if (piece !== '%c') parts.push({ text: convert(piece, arg!) })
    }
  }
  return { parts, used }
}

function convert(specifier: string, value: SerializedValue): string {
  if (specifier === '%s') return serializedText(value)
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN
  return String(specifier === '%f' ? number : Math.trunc(number))
}

function joinTexts(parts: readonly LinePart[]): LinePart[] {
  const joined: LinePart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if ('text' in part && last && 'text' in last) joined[joined.length - 1] = { text: last.text + part.text }
    else if (!('text' in part) || part.text !== '') joined.push(part)
  }
  return joined
}
