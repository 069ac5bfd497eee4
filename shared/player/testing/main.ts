import { mount } from 'svelte'
import '../../ui/tokens.css'
import '../../ui/controls.css'
import { decodeSegment } from '../../session/segment-codec.ts'
import type { SessionMetadata } from '../../session/metadata.ts'
import type { SessionSource } from '../../session/source.ts'
import Player from '../Player.svelte'
import { describeDocument, documentOfPlainReplayer } from './compare.ts'
import './page.css'

/** A page with nothing but a player, for tests: `?session=<folder of fixtures>&t=<ms>&theme=dark`. */
const parameters = new URLSearchParams(location.search)
const theme = parameters.get('theme')
if (theme) document.documentElement.dataset['theme'] = theme

const folder = `/fixtures/${parameters.get('session') ?? 'shop'}`
const metadata = (await (await fetch(`${folder}/metadata.json`)).json()) as SessionMetadata
const source: SessionSource = {
  metadata,
  segments: metadata.segments,
  async readSegment({ tab, index }) {
    const reply = await fetch(`${folder}/${tab}-${index}.ndjson.gz`)
    if (reply.status === 404) return { events: [], damage: ['the segment is missing'] }
    if (!reply.ok) throw new Error('The server does not answer.')
    return decodeSegment(new Uint8Array(await reply.arrayBuffer()))
  },
}
const t = parameters.get('t')
mount(Player, {
  target: document.querySelector('main')!,
  props: { source, startAtMs: t === null ? null : Number(t) },
})

/** For tests that compare this player with rrweb's own. */
export interface PlayerPageTools {
  /** What the player shows now. */
  shown(): string
  /** What rrweb's Replayer shows of the session at a time, ms from its first event. */
  plain(timeMs: number): Promise<string>
}
const tools: PlayerPageTools = {
  shown: () =>
    describeDocument(document.querySelector<HTMLIFrameElement>('.frames iframe')!.contentDocument!),
  async plain(timeMs) {
    const parts = await Promise.all(source.segments.map((ref) => source.readSegment(ref)))
    return documentOfPlainReplayer(
      parts.flatMap(({ events }) => events),
      timeMs,
    )
  },
}
Object.assign(globalThis, { tools })
