import type { SessionMetadata } from './metadata.ts'

/**
 * Stands for all that can be read in a session: another text, segment or scanner gives another one. It tells nothing of
 * the texts.
 *
 * @param scanner version of the scanner
 */
export function fingerprintOf(
  { segments, title, initialUrl, tabs }: SessionMetadata,
  scanner: number,
): string {
  const texts = [title, initialUrl, ...tabs.map((tab) => `${tab.title}\n${tab.url}`)]
  return `${scanner}.${shortHash(JSON.stringify([texts, segments.map(({ sha256 }) => sha256)]))}`
}

/** 53 bits of a text, for telling texts apart; it guards nothing. (cyrb53, bryc, public domain) */
export function shortHash(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36)
}
