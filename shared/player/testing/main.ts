import { mount } from 'svelte'
import '../../ui/tokens.css'
import '../../ui/controls.css'
import { decodeSegment } from '../../session/segment-codec.ts'
import type { SessionMetadata } from '../../session/metadata.ts'
import type { SessionSource } from '../../session/source.ts'
import Player from '../Player.svelte'
import './page.css'

/** A page with nothing but a player, for tests: `?session=<folder of fixtures>&t=<ms>&theme=dark`. */
const parameters = new URLSearchParams(location.search)
const theme = parameters.get('theme')
if (theme) document.documentElement.dataset.theme = theme

const folder = `/fixtures/${parameters.get('session') ?? 'shop'}`
const metadata = (await (await fetch(`${folder}/metadata.json`)).json()) as SessionMetadata
const source: SessionSource = {
  metadata,
  segments: metadata.segments,
  async readSegment({ tab, index }) {
    const reply = await fetch(`${folder}/${tab}-${index}.ndjson.gz`)
    if (!reply.ok) return { events: [], damage: ['the segment is missing'] }
    return decodeSegment(new Uint8Array(await reply.arrayBuffer()))
  },
}
const t = parameters.get('t')
mount(Player, { target: document.body, props: { source, startAtMs: t === null ? null : Number(t) } })
