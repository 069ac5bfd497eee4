/**
 * JSON with a line for each value. It is not parsed: what is masked, or cut short, is no JSON any more, and numbers keep
 * all of their digits. Null when the text does not look like JSON.
 */
export function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null
  let pretty = ''
  let depth = 0
  const newLine = () => `\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const [token] = found
    if (token === '{' || token === '[') {
      const empty = /^\s*[}\]]/.exec(text.slice(TOKEN.lastIndex, TOKEN.lastIndex + LOOK_AHEAD))
      if (empty) {
        pretty += token + empty[0].trim()
        TOKEN.lastIndex += empty[0].length
        continue
      }
      depth++
      pretty += token + newLine()
    } else if (token === '}' || token === ']') {
      depth = Math.max(0, depth - 1)
      pretty += newLine() + token
    } else if (token === ',') pretty += `,${newLine()}`
    else if (token === ':') pretty += ': '
    // Several texts one after the other, a line each.
    else pretty += depth === 0 && pretty !== '' ? `\n${token}` : token
  }
  return pretty
}

/** A string, also one that is cut short, a mark, or a word. */
const TOKEN = /"(?:[^"\\]|\\.)*(?:"|$)|[{}[\],:]|[^\s{}[\],:"]+/gs
const MAX_INDENT = 40
const LOOK_AHEAD = 100

/** The fields of a form as it is sent, a line each; null when the text is none. */
export function prettyForm(text: string): string | null {
  if (!/^[^\s={}"]+=[^\s{}"]*$/.test(text)) return null
  return [...new URLSearchParams(text)].map(([name, value]) => `${name}: ${value}`).join('\n')
}
