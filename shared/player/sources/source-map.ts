import { FlattenMap, originalPositionFor, sourceContentFor } from '@jridgewell/trace-mapping'
import { place, type StackFrame } from '../panes/stack-frames.ts'

/** Where a frame is in the code as it was written. */
export interface SourceFrame {
  /** The function's name there, when the map knows it. */
  name: string | null
  source: string
  /** From 1. */
  line: number
  column: number
  /** Short: `checkout.ts:23:5`. */
  place: string
  /** The lines around it; empty when the map does not bring the source. */
  lines: SourceLine[]
}

export interface SourceLine {
  /** From 1. */
  number: number
  text: string
  isFrame: boolean
}

/** A source map, ready to be asked. */
export interface SourceMapReader {
  /** The file that the map is for, as the map says; null when it does not. */
  file: string | null
  /** Null when the map says nothing of the place. */
  locate(frame: Pick<StackFrame, 'line' | 'column'>): SourceFrame | null
}

/** As the map says it: a damaged one may say anything. */
type OriginalPosition =
  | { source: string; line: number; column: number; name: string | null }
  | { source: null | undefined; line: null; column: null; name: null }

/** Lines before and after the frame's own. */
const AROUND = 3
/** Longer lines are of minified code: a part of them is enough, characters. */
const LONGEST_LINE = 240
/** The JSON of the largest map that is read, characters. */
export const MAX_MAP_CHARS = 64 * 1024 * 1024

/**
 * Reads a source map (tc39.es/ecma426), also one with sections. It comes from a site, or from anywhere: nothing of it is
 * trusted.
 *
 * @param url where it is, which its sources are relative to
 * @throws {Error} with a sentence, when it is none
 */
export function readSourceMap(text: string, url: string): SourceMapReader {
  if (text.length > MAX_MAP_CHARS) throw new Error('This source map is too large.')
  // A guard against inclusion as a script, which the specification allows.
  const json = text.replace(/^\)\]\}'[^\n]*\n/, '')
  const map = parseMap(json, url)
  const { file } = map
  return {
    file: typeof file === 'string' ? file : null,
    locate({ line, column }) {
      if (line < 1) return null
      const found = originalPositionFor(map, { line, column: Math.max(0, column - 1) }) as OriginalPosition
      // Of a damaged map, also what should not be.
      if (typeof found.source !== 'string') return null
      const content = sourceContentFor(map, found.source)
      return {
        name: found.name,
        source: found.source,
        line: found.line,
        column: found.column + 1,
        place: place(found.source, found.line, found.column + 1),
        lines: content === null ? [] : linesAround(content, found.line, found.column),
      }
    },
  }
}

function parseMap(json: string, url: string) {
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    throw new Error('This is not a source map: it is no JSON.')
  }
  const { version, mappings, sections } = (value ?? {}) as Record<string, unknown>
  if (version !== 3 || (typeof mappings !== 'string' && !Array.isArray(sections)))
    throw new Error('This is not a source map of version 3.')
  try {
    return new FlattenMap(json, url)
  } catch {
    throw new Error('This source map is damaged.')
  }
}

/** The lines of a text around one of them. @param line from 1 @param column from 0: what is shown of long lines */
export function linesAround(text: string, line: number, column: number): SourceLine[] {
  const all = text.split(/\r\n?|\n/)
  const first = Math.max(1, line - AROUND)
  return all.slice(first - 1, line + AROUND).map((one, index) => {
    const number = first + index
    const isFrame = number === line
    return { number, text: cut(one, isFrame ? column : 0), isFrame }
  })
}

function cut(line: string, column: number): string {
  if (line.length <= LONGEST_LINE) return line
  const from = Math.max(0, Math.min(column - LONGEST_LINE / 2, line.length - LONGEST_LINE))
  return `${from > 0 ? '…' : ''}${line.slice(from, from + LONGEST_LINE)}${from + LONGEST_LINE < line.length ? '…' : ''}`
}

/**
 * The address of a script's source map: the last one that it names (tc39.es/ecma426, sec-linking-inline). Null when it
 * names none.
 */
export function mapUrlOf(script: string, scriptUrl: string): string | null {
  const matches = [...script.slice(-MAX_TAIL).matchAll(/\/[/*][#@]\s*sourceMappingURL=([^\s'"*]+)/g)]
  const url = matches.at(-1)?.[1]
  return url !== undefined && URL.canParse(url, scriptUrl) ? new URL(url, scriptUrl).href : null
}

/** It is at the end; a map that is written into the script itself is as long as it is. */
const MAX_TAIL = MAX_MAP_CHARS

/** The text of a `data:` URL of JSON; null when it is none. */
export function textOfDataUrl(url: string): string | null {
  const match = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(url)
  if (!match) return null
  try {
    const body = decodeURIComponent(match[2] ?? '')
    return match[1]
      ? new TextDecoder().decode(Uint8Array.from(atob(body), (char) => char.charCodeAt(0)))
      : body
  } catch {
    return null
  }
}
