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
  const anyCase = recording.toLowerCase()
  for (const vector of vectors) {
    if (vector.expect[level] === 'kept') {
      if (!recording.includes(inJson(vector.token))) missing.push(`${vector.id}: ${vector.token}`)
    } else {
      const found =
        spellings(vector).find((spelling) => anyCase.includes(spelling.toLowerCase())) ??
        inBase64(vector).find((spelling) => recording.includes(spelling))
      if (found !== undefined) leaked.push(`${vector.id}: ${found} in ${around(anyCase, recording, found)}`)
      else if (texts.includes(withoutSpace(vector.token)))
        leaked.push(`${vector.id}: in texts beside each other`)
    }
  }
  return { leaked, missing }
}

/**
 * What leaked into which place.
 *
 * @param places names of places, with all that is there as text
 * @throws when there is nothing in a place: then nothing was looked at
 */
export function leaksIn(
  places: Record<string, string>,
  vectors: readonly Vector[],
  level: MaskingLevel,
): string[] {
  return Object.entries(places).flatMap(([place, text]) => {
    if (text === '') throw new Error(`There is nothing in ${place}`)
    return checkRecording(text, vectors, level).leaked.map((leak) => `${place}: ${leak}`)
  })
}

/** All texts of nodes, one behind the other: a token may be spread over several. */
function joinedTexts(recording: string): string {
  const texts = recording.matchAll(/"(?:textContent|value)":"((?:[^"\\]|\\.)*)"/g)
  return withoutSpace(Array.from(texts, (match) => match[1]!.replaceAll('\\n', '')).join(''))
}

const withoutSpace = (text: string) => text.replace(/\s/g, '')

/** The token as it may be written in a recording, in any case, and its beginning where that counts too. */
function spellings({ token, prefix }: Vector): string[] {
  const beginning = token.slice(0, prefix)
  const characters = Array.from(beginning)
  return [
    beginning,
    encodeURIComponent(beginning),
    inJson(beginning),
    characters.join('","'),
    characters.join(','),
    token.split(/[ .-]/).join('","'),
    Array.from(Buffer.from(beginning)).join(','),
    Buffer.from(beginning).toString('hex'),
  ]
}

/** The token within base64, at each of the three offsets that bytes can have; the ends depend on the bytes beside. */
const inBase64 = ({ token }: Vector): string[] =>
  [0, 1, 2].map((offset) =>
    Buffer.from(' '.repeat(offset) + token)
      .toString('base64')
      .slice(offset === 0 ? 0 : offset + 1, -4),
  )

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

function around(anyCase: string, text: string, found: string): string {
  const at = Math.max(anyCase.indexOf(found.toLowerCase()), text.indexOf(found))
  return text.slice(Math.max(0, at - 80), at + found.length + 30)
}
