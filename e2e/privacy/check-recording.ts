import type { MaskingLevel } from '../../shared/session/metadata.ts'
import type { Vector } from './vectors/vector.ts'

/** What is wrong with a recording of the corpus: tokens that leaked, and ordinary content that was masked. */
export interface Findings {
  leaked: string[]
  missing: string[]
}

/**
 * @param recording everything that was recorded, as text: the bytes of a store, or events as JSON
 */
export function checkRecording(recording: string, vectors: readonly Vector[], level: MaskingLevel): Findings {
  const leaked: string[] = []
  const missing: string[] = []
  const texts = joinedTexts(recording)
  for (const vector of vectors) {
    if (vector.expect[level] === 'kept') {
      if (!recording.includes(inJson(vector.token))) missing.push(`${vector.id}: ${vector.token}`)
    } else {
      const found = spellings(vector).find((spelling) => recording.includes(spelling))
      if (found !== undefined) leaked.push(`${vector.id}: ${found} in ${around(recording, found)}`)
      else if (texts.includes(withoutSpace(vector.token)))
        leaked.push(`${vector.id}: in texts beside each other`)
    }
  }
  return { leaked, missing }
}

/** All texts of nodes, one behind the other: a token may be spread over several. */
function joinedTexts(recording: string): string {
  const texts = recording.matchAll(/"(?:textContent|value)":"((?:[^"\\]|\\.)*)"/g)
  return withoutSpace(Array.from(texts, (match) => match[1]!.replaceAll('\\n', '')).join(''))
}

const withoutSpace = (text: string) => text.replace(/\s/g, '')

/** The token as it may be written in a recording, and its beginning where that counts too. */
function spellings({ token, prefix }: Vector): string[] {
  const beginning = token.slice(0, prefix)
  return [
    beginning,
    encodeURIComponent(beginning),
    inJson(beginning),
    // Within base64 at each of the three offsets that bytes can have; the ends depend on the bytes beside.
    ...[0, 1, 2].map((offset) =>
      Buffer.from(' '.repeat(offset) + token)
        .toString('base64')
        .slice(offset === 0 ? 0 : offset + 1, -4),
    ),
  ]
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

function around(text: string, found: string): string {
  const at = text.indexOf(found)
  return text.slice(Math.max(0, at - 80), at + found.length + 30)
}
