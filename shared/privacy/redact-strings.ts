import { addRange, maskFound, type Ranges } from './asterisks.ts'

/** Masks texts wherever they stand, also as an address, JSON or HTML writes them. The longest are looked for first. */
export function createStringMask(strings: readonly string[]): (text: string) => string {
  const spellings = Array.from(
    new Set(strings.filter((text) => text.trim() !== '').flatMap(spellingsOf)),
  ).sort((a, b) => b.length - a.length)
  if (spellings.length === 0) return (text) => text
  return (text) =>
    maskFound(text, (part, found: Ranges) => {
      for (const spelling of spellings) {
        for (let at = part.indexOf(spelling); at !== -1; at = part.indexOf(spelling, at + spelling.length)) {
          addRange(found, at, at + spelling.length)
        }
      }
    })
}

function spellingsOf(text: string): string[] {
  const encoded = safely(() => encodeURIComponent(text), text)
  const json = JSON.stringify(text).slice(1, -1)
  const html = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
  return [
    text,
    encoded,
    encoded.replaceAll('%20', '+'),
    safely(() => encodeURI(text), text),
    json,
    JSON.stringify(json).slice(1, -1),
    html,
  ]
}

/** A lone surrogate cannot be encoded. */
function safely(encode: () => string, fallback: string): string {
  try {
    return encode()
  } catch {
    return fallback
  }
}
