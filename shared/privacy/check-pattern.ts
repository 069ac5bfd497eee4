import {
  characterOf,
  exec,
  indexOf,
  log2,
  matches,
  max as larger,
  min as smaller,
  Pattern,
  slice,
} from './natives.ts'

/** Patterns that are used at a time, each on every text of the page: those of two sites, see `mergeRules`. */
export const MAX_PATTERNS = 100
const MAX_PATTERN_LENGTH = 500

/**
 * Compiles a pattern of a site's own, or says in a sentence why it is not used. A pattern that can take exponential
 * time is refused (see {@link findDanger}); what is left is bounded by running it on pieces of a text.
 */
export function compilePattern(source: string): { pattern: RegExp } | { sentence: string } {
  if (source.length > MAX_PATTERN_LENGTH) {
    return {
      sentence: `A pattern has at most ${MAX_PATTERN_LENGTH} characters; this one has ${source.length}.`,
    }
  }
  let pattern: RegExp
  try {
    pattern = new Pattern(source, 'gu')
  } catch {
    try {
      pattern = new Pattern(source, 'g')
    } catch (error) {
      return { sentence: `“${source}” is not a regular expression: ${(error as Error).message}.` }
    }
  }
  if (exec(pattern, '')) return { sentence: `“${source}” also fits an empty text, so it would mask nothing.` }
  pattern.lastIndex = 0
  const danger = findDanger(source, pattern.flags)
  return danger ? { sentence: `“${source}” could freeze the page: ${danger}.` } : { pattern }
}

/** Repeated more often than this, what is repeated has to be simple. */
const FEW = 10
/** Two wide repetitions in a row take the cube of the text's length; pieces of a text are short enough for that. */
const MAX_WIDE_OVERLAPPING = 2

/** In how many ways a part may be read before it counts as exponential, as a power of two. */
const MAX_WAYS_LOG2 = 12

interface Part {
  /** Fewest and most characters that it fits. */
  min: number
  max: number
  /** Logarithm to the base of two of the ways that one text can be read in, without wide repetitions. */
  ways: number
}

/**
 * Why `source`, a valid pattern, may take exponential time, or null. Refused: a repetition whose body can be read in
 * more than one way (a repetition or choice inside, or an empty body), back references, and more than two wide
 * repetitions that fit the same character.
 */
export function findDanger(source: string, flags: string): string | null {
  let at = 0
  let danger = null as string | null
  const wide: string[] = []

  function alternatives(): Part {
    let part = sequence()
    while (source[at] === '|') {
      at++
      const other = sequence()
      part = {
        min: smaller(part.min, other.min),
        max: larger(part.max, other.max),
        ways: larger(part.ways, other.ways) + 1,
      }
    }
    return part
  }

  function sequence(): Part {
    const whole: Part = { min: 0, max: 0, ways: 0 }
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const start = at
      const wideBefore = wide.length
      const isGroup = source[at] === '('
      const part = isGroup ? group() : atom()
      const body = slice(source, start, at)
      const { min, max } = quantifier()
      if (max > 1 && isGroup) {
        if (wide.length > wideBefore) danger ??= 'it repeats a group that holds a repetition'
        if (max > FEW && (part.ways > 0 || part.min !== part.max || part.min === 0)) {
          danger ??= 'it repeats a group that can be read in more than one way'
        }
      }
      if (max > FEW && max !== min && !isGroup) wide[wide.length] = body
      whole.min += part.min * min
      whole.max += part.max === 0 ? 0 : part.max * max
      whole.ways += part.ways * smaller(max, FEW) + (max > FEW ? 0 : log2(max - min + 1))
      if (whole.ways > MAX_WAYS_LOG2) danger ??= 'it can be read in too many ways'
    }
    return whole
  }

  function group(): Part {
    at++
    const opener = exec(/^\?(?:[:=!]|<[=!]|<\w+>)/, slice(source, at))
    if (opener) at += opener[0].length
    const part = alternatives()
    at++
    return opener && matches(/[=!]$/, opener[0]) ? { min: 0, max: 0, ways: part.ways } : part
  }

  function atom(): Part {
    const character = source[at]
    if (character === '[') {
      at++
      if (source[at] === '^') at++
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1
      at++
    } else if (character === '\\') {
      if (matches(/[1-9k]/, source[at + 1] ?? '')) danger ??= 'it refers back to a group'
      const escape = exec(
        /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[^])/i,
        slice(source, at),
      )
      at += escape?.[0].length ?? 1
      if (matches(/^\\[bB]$/, escape?.[0] ?? '')) return { min: 0, max: 0, ways: 0 }
    } else {
      at++
      if (character === '^' || character === '$') return { min: 0, max: 0, ways: 0 }
    }
    return { min: 1, max: 1, ways: 0 }
  }

  function quantifier(): { min: number; max: number } {
    const match = exec(/^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/, slice(source, at))
    if (!match) return { min: 1, max: 1 }
    at += match[0].length
    const kind = match[0][0]
    if (kind === '*') return { min: 0, max: Infinity }
    if (kind === '+') return { min: 1, max: Infinity }
    if (kind === '?') return { min: 0, max: 1 }
    const min = Number(match[1])
    return { min, max: match[2] === '' ? min : match[3] === '' ? Infinity : Number(match[3]) }
  }

  while (at < source.length) {
    alternatives()
    at++
  }
  if (danger === null && mostOverlapping(wide, flags) > MAX_WIDE_OVERLAPPING) {
    danger = `it has more than ${MAX_WIDE_OVERLAPPING} wide repetitions, such as .*, of the same characters`
  }
  return danger
}

/** The most parts of `atoms` that fit one and the same character of ASCII. */
function mostOverlapping(atoms: string[], flags: string): number {
  const patterns: RegExp[] = []
  for (let i = 0; i < atoms.length; i++) {
    patterns[i] = new Pattern(`^(?:${atoms[i]!})$`, indexOf(flags, 'u') === -1 ? 's' : 'su')
  }
  let most = 0
  for (let code = 0; code < 128; code++) {
    let fitting = 0
    for (let i = 0; i < patterns.length; i++) if (matches(patterns[i]!, characterOf(code))) fitting++
    most = larger(most, fitting)
  }
  return most
}
