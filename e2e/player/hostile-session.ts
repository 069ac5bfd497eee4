import { encodeSegment } from '../../shared/session/segment-codec.ts'

/** rrweb's numbers for events and nodes. */
const FULL_SNAPSHOT = 2
const INCREMENT = 3
const META = 4
const MUTATION = 0
const FONT = 10
const ADOPTED_STYLES = 15
const STYLE_RULE = 8

const START = Date.UTC(2026, 0, 1)
let nextId = 100

type Attributes = Record<string, unknown>

const element = (tagName: string, attributes: Attributes = {}, childNodes: unknown[] = [], more = {}) => ({
  type: 2,
  id: nextId++,
  tagName,
  attributes,
  childNodes,
  ...more,
})
const text = (textContent: string, more = {}) => ({ type: 3, id: nextId++, textContent, ...more })
const svg = (tagName: string, attributes: Attributes = {}, childNodes: unknown[] = []) =>
  element(tagName, attributes, childNodes, { isSVG: true })

/** What is reached tells which way out it took. */
const RUN = "top.postMessage('script ran', '*'); parent.document.title = 'script ran'"

function headOf(to: (way: string) => string): unknown[] {
  const hints = [
    'preload',
    'prefetch',
    'dns-prefetch',
    'preconnect',
    'modulepreload',
    'prerender',
    'manifest',
  ]
  return [
    element('base', { href: to('base/') }),
    element('meta', { 'http-equiv': 'refresh', content: `0; url=${to('refresh')}` }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: 'default-src *' }),
    ...hints.map((rel) => element('link', { rel, href: to(rel), as: 'image' })),
    element('link', { rel: 'stylesheet', href: to('sheet.css') }),
    element('link', { rel: 'icon', href: to('icon.png') }),
    element('style', {
      _cssText: `@import url("${to('import.css')}"); body { background: url("${to('style.png')}") }`,
    }),
    element('style', {}, [
      text(
        `@font-face { font-family: F; src: url("${to('face.woff2')}") }
         p { font-family: F; list-style: url("${to('list.png')}"); cursor: url("${to('cursor.png')}"), auto }
         input[value^="a"] { background: url("${to('css-exfiltration')}") }`,
        { isStyle: true },
      ),
    ]),
    element('script', { src: to('script.js') }, [text(RUN)]),
    element('SCRIPT', {}, [text(RUN)]),
  ]
}

function bodyOf(to: (way: string) => string): unknown[] {
  const media = (tag: string, attributes: Attributes) => element(tag, { autoplay: true, ...attributes })
  return [
    element('p', {}, [text('hostile page')]),
    element('img', { src: to('img.png'), onerror: RUN, onload: RUN }),
    element('img', { src: 'data:image/png;base64,AAAA', onerror: RUN, ONERROR: RUN }),
    element('img', { srcset: `${to('srcset.png')} 1x` }),
    element('input', { type: 'image', src: to('input.png'), value: 'abc' }),
    element('picture', {}, [element('source', { srcset: to('source.png') }), element('img')]),
    media('video', { src: to('video.mp4'), poster: to('poster.png') }),
    media('audio', { src: to('audio.mp3') }),
    media('video', {}),
    element('a', { id: 'link', href: `javascript:${RUN}`, ping: to('ping') }, [text('click me')]),
    element('a', { href: to('anchor') }, [text('far away')]),
    element('iframe', { src: to('frame.html') }),
    element('iframe', { srcdoc: `<script>${RUN}</script><img src="${to('srcdoc.png')}">` }),
    element('iframe', { src: `javascript:${RUN}` }),
    element('iframe', { src: `data:text/html,<script>${RUN}</script><img src="${to('data-frame.png')}">` }),
    element('object', { data: to('object'), type: 'text/html' }),
    element('embed', { src: to('embed') }),
    element('form', { action: to('form'), method: 'get' }, [
      element('input', { name: 'q', autofocus: true, onfocus: RUN }),
      element('button', { formaction: `javascript:${RUN}` }),
    ]),
    svg('svg', { onload: RUN }, [
      svg('script', {}, [text(RUN)]),
      svg('image', { href: to('svg-image.png') }),
      svg('image', { 'xlink:href': to('svg-xlink.png') }),
      svg('use', { href: to('use.svg#a') }),
      svg('a', { 'xlink:href': `javascript:${RUN}` }, [
        svg('animate', { attributeName: 'href', values: `javascript:${RUN}`, begin: '0s', dur: '1s' }),
      ]),
      svg('foreignObject', {}, [element('img', { src: to('foreign.png') })]),
    ]),
    element('div', { style: `background: url("${to('inline-style.png')}")` }),
    element('canvas', { rr_dataURL: to('canvas.png') }),
    element('img', { rr_dataURL: to('rr-data.png') }),
    element('dialog', { open: '', rr_open_mode: 'modal' }, [
      element('button', { autofocus: true, onfocus: RUN }),
    ]),
    element('template', {}, [element('img', { src: to('template.png'), onerror: RUN })]),
    element('noscript', {}, [element('img', { src: to('noscript.png') })]),
    element(
      'host-element',
      {},
      [element('img', { src: to('shadow.png'), onerror: RUN }, [], { isShadow: true })],
      {
        isShadowHost: true,
        isCustom: true,
      },
    ),
  ]
}

/** A page that tries every way out. @param to the address of a way */
function snapshotOf(time: number, to: (way: string) => string) {
  const body = element('body', { onload: RUN, background: to('body.png') }, bodyOf(to))
  const html = element('html', { manifest: to('manifest') }, [element('head', {}, headOf(to)), body])
  const doctype = { type: 1, id: nextId++, name: 'html', publicId: '', systemId: '' }
  return [
    {
      type: META,
      timestamp: START + time,
      data: { href: 'https://hostile.example/', width: 800, height: 600 },
    },
    {
      type: FULL_SNAPSHOT,
      timestamp: START + time,
      data: {
        node: { type: 0, id: nextId++, childNodes: [doctype, html] },
        initialOffset: { top: 0, left: 0 },
      },
      bodyId: body.id,
    },
  ] as const
}

/** Things that come in later, into the page with this body. */
function changesOf(time: number, bodyId: number, to: (way: string) => string) {
  const increment = (data: Attributes) => ({ type: INCREMENT, timestamp: START + time, data })
  const added = element('img', { src: to('added.png'), onerror: RUN })
  const frame = element('iframe', { srcdoc: `<script>${RUN}</script>` })
  const link = element('link', {})
  const add = (node: unknown) => ({ parentId: bodyId, nextId: null, node })
  return [
    increment({
      source: MUTATION,
      adds: [added, frame, link, element('script', {}, [text(RUN)])].map(add),
      removes: [],
      texts: [],
      attributes: [],
    }),
    // A document inside of a frame, as rrweb records those of the page's own site.
    increment({
      source: MUTATION,
      isAttachIframe: true,
      adds: [
        {
          parentId: frame.id,
          nextId: null,
          node: {
            type: 0,
            id: nextId++,
            childNodes: [
              element('html', {}, [
                element('head', {}, [element('script', {}, [text(RUN)])]),
                element('body', {}, [
                  element('img', { src: to('nested.png'), onerror: RUN }),
                  element('iframe', { src: to('nested-frame') }),
                ]),
              ]),
            ],
          },
        },
      ],
      removes: [],
      texts: [],
      attributes: [],
    }),
    increment({
      source: MUTATION,
      adds: [],
      removes: [],
      texts: [],
      attributes: [
        {
          id: added.id,
          attributes: {
            src: to('changed.png'),
            onload: RUN,
            style: { background: `url("${to('changed-style.png')}")` },
          },
        },
        { id: frame.id, attributes: { src: to('changed-frame'), srcdoc: `<script>${RUN}</script>` } },
        { id: link.id, attributes: { rel: 'preconnect', href: to('changed-link') } },
        { id: bodyId, attributes: { onclick: RUN } },
      ],
    }),
    increment({ source: FONT, family: 'G', fontSource: `url("${to('font.woff2')}")`, buffer: false }),
    increment({
      source: STYLE_RULE,
      id: bodyId,
      adds: [{ rule: `p { background: url("${to('rule.png')}") }` }],
    }),
    increment({
      source: ADOPTED_STYLES,
      id: 1,
      styleIds: [1],
      styles: [{ styleId: 1, rules: [{ rule: `p { border-image: url("${to('adopted.png')}") }` }] }],
    }),
  ]
}

/** The files of a session of three pages that try every way out. @param host of the server that counts what gets out */
export function hostileSession(folder: string, host: string): Map<string, Uint8Array | string> {
  const events = [0, 1000, 2000].flatMap((time, page) => {
    const to = (way: string) => `http://${host}/${page}/${way}`
    const [meta, { bodyId, ...snapshot }] = snapshotOf(time, to)
    return [meta, snapshot, ...changesOf(time + 300, bodyId, to)]
  })
  const blob = encodeSegment(events.map((event) => JSON.stringify(event)).join('\n'))
  const segment = { tab: 0, index: 0, start: START, end: START + 3000, events: events.length }
  const metadata = {
    sessionId: 'hostile',
    title: 'Hostile',
    startedAt: new Date(START).toISOString(),
    duration: 3000,
    initialUrl: 'https://hostile.example/',
    viewport: { width: 800, height: 600 },
    device: { type: 'desktop', model: null },
    browser: { name: '', version: '' },
    os: { name: '', version: '' },
    trigger: { mode: 'manual', reason: '' },
    tabs: [],
    segments: [segment],
  }
  return new Map<string, Uint8Array | string>([
    [`/fixtures/${folder}/metadata.json`, JSON.stringify(metadata)],
    [`/fixtures/${folder}/0-0.ndjson.gz`, blob],
  ])
}
