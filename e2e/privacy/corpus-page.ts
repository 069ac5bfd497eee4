import type { Vector } from './vectors/vector.ts'

/** The page of the corpus: what every vector has from the start, each in a block of its own. */
export function corpusPage(vectors: readonly Vector[]): string {
  const blocks = vectors
    .filter(({ html }) => html !== '')
    .map(({ html }) => `<div class="vector">${html}</div>`)
  return `<head><title>Corpus</title></head><body>\n${blocks.join('\n')}\n</body>`
}

/** An answer for everything else that the page asks for. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
