import { SvelteMap } from 'svelte/reactivity'
import type { StackFrame } from '../panes/stack-frames.ts'
import { setOf } from '../sets.ts'
import {
  linesAround,
  mapUrlOf,
  readSourceMap,
  textOfDataUrl,
  type SourceFrame,
  type SourceMapReader,
} from './source-map.ts'

/**
 * Asks for the text at an address of the recorded site; null when it is not there.
 *
 * @throws {Error} with a sentence, when it may not be asked for
 */
export type FetchSource = (url: string) => Promise<string | null>

interface KnownScript {
  map: SourceMapReader | null
  /** The script itself, when it was fetched. */
  text: string | null
}

/** The code behind the frames of stacks: by source maps of the site, which are asked for, or of files that are given. */
export class Sources {
  /** By the address of a script. */
  readonly #scripts = new SvelteMap<string, KnownScript>()
  /** Maps of files, by the name of the script that they are for. */
  readonly #files = new SvelteMap<string, SourceMapReader>()
  loading = $state(false)
  /** What could not be had, or what a file is not: a sentence. */
  problem = $state<string | null>(null)
  /** Whether the site can be asked. */
  readonly canFetch: boolean
  readonly #fetch: FetchSource | null

  constructor(fetch: FetchSource | null) {
    this.#fetch = fetch
    this.canFetch = fetch !== null
  }

  /** Where a frame is in the code as it was written; else, where the script itself is known, in that. */
  locate(frame: StackFrame): SourceFrame | null {
    const known = this.#scripts.get(frame.url)
    const map = this.#files.get(nameOf(frame.url)) ?? known?.map
    const found = map?.locate(frame)
    if (found) return found
    if (!known?.text || frame.line < 1) return null
    const { url: source, line, column, place } = frame
    return { name: null, source, line, column, place, lines: linesAround(known.text, line, column - 1) }
  }

  /** Asks the site for scripts and their maps. */
  async load(urls: readonly string[]): Promise<void> {
    const fetch = this.#fetch
    if (!fetch || this.loading) return
    this.loading = true
    this.problem = null
    let maps = 0
    try {
      for (const url of setOf(urls)) {
        if (!/^https?:/.test(url)) continue
        const known = this.#scripts.get(url) ?? (await this.#loadScript(fetch, url))
        this.#scripts.set(url, known)
        if (known.map) maps++
      }
      if (maps === 0) this.problem = 'None of these scripts has a source map that can be had.'
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error)
    } finally {
      this.loading = false
    }
  }

  /** Takes maps of files: `app.js.map` is for the scripts `app.js`. */
  async take(files: readonly File[]): Promise<void> {
    this.problem = null
    for (const file of files) {
      try {
        const map = readSourceMap(await file.text(), `file:///${file.name}`)
        const names = [file.name.replace(/\.(?:map|json)$/, ''), nameOf(map.file ?? '')].filter(Boolean)
        for (const name of names) this.#files.set(name, map)
      } catch (error) {
        this.problem = `${file.name}: ${error instanceof Error ? error.message : String(error)}`
      }
    }
  }

  async #loadScript(fetch: FetchSource, url: string): Promise<KnownScript> {
    const text = await fetch(url)
    if (text === null) return { map: null, text: null }
    const mapUrl = mapUrlOf(text, url)
    if (mapUrl === null) return { map: null, text }
    try {
      const json = mapUrl.startsWith('data:') ? textOfDataUrl(mapUrl) : await fetch(mapUrl)
      return { map: json === null ? null : readSourceMap(json, mapUrl), text }
    } catch {
      return { map: null, text }
    }
  }
}

/** The last part of an address, without its query: `app.js`. */
function nameOf(url: string): string {
  return (
    url
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? ''
  )
}
