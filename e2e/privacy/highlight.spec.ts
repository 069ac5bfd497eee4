import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@playwright/test'
import { chromium, type Browser, type Page } from 'playwright'
import {
  HELLO_EVENT,
  PAGE_READY_EVENT,
  TO_PAGE_EVENT,
  TO_RELAY_EVENT,
} from '../../shared/protocol/channel.ts'
import type { MaskingRules } from '../../shared/protocol/site-settings.ts'
import { buildFinder, buildPageScript } from './build-page-script.ts'
import { corpusPage, PIXEL } from './corpus-page.ts'
import { vectors } from './vectors/index.ts'

// What the highlight shows must be what happens: the same page is recorded and looked through, and each text and each
// field is compared. Elements are told apart by a class of their own, which recordings keep.

const OWN_RULES = `
  <h2>Own rules</h2>
  <p class="customer">Anna Archer <b>of Kiel</b> <em class="public">gold member</em></p>
  <aside class="advert"><p>Buy now</p></aside>
  <p>Order ORD-20391 of today, and ord-1</p>
  <p>Write to anna@archer.example or pay with 4242 4242 4242 4242.</p>
  <div data-private><p>private</p><img alt="me" src="/me.png" /><input value="inside" /></div>
  <div data-private="block"><p>gone</p></div>
  <label>Card number <input value="4111 1111 1111 1111" /></label>
  <label>Code word <input class="shown" name="passcode" value="sesame" /></label>
  <label>Nickname <input value="Rick" /></label>
  <label>Note <textarea>my note, anna@archer.example</textarea></label>
  <input type="password" value="hunter2-hunter2" /><p>You typed hunter2-hunter2.</p>
  <select><option selected>One</option><option>Two</option></select>
  <label><input type="checkbox" checked /> Terms</label>
  <p class="rr-mask">by class</p><p class="rr-block">by class</p>
  <p data-unmask>shown in strict</p>
  <p><span>4111</span> <span>1111</span> <span>1111</span> <span>1111</span></p>
  <button title="mail bob@archer.example">Go</button>
  <iframe srcdoc="<p class='customer'>In a frame</p><p>and carl@archer.example</p>"></iframe>
  <div class="host"><template shadowrootmode="open"><p class="customer">In a shadow</p><p>plain</p></template></div>`

const rules = (own: Partial<MaskingRules>): MaskingRules => ({
  level: 'standard',
  maskEmails: true,
  recordBodies: true,
  maskSelectors: [],
  blockSelectors: [],
  unmaskSelectors: [],
  maskPatterns: [],
  ...own,
})
const lists = {
  maskSelectors: ['.customer', '..broken'],
  blockSelectors: ['.advert'],
  unmaskSelectors: ['.public', '.shown'],
  maskPatterns: ['ORD-\\d+', '(a+)+'],
}
const CASES: [string, MaskingRules][] = [
  ['standard', rules({})],
  ['standard, with rules of its own', rules(lists)],
  ['strict, with rules of its own', rules({ ...lists, level: 'strict' })],
  ['emails shown', rules({ maskEmails: false })],
  ['everything masked by a selector', rules({ maskSelectors: ['*'] })],
  ['everything blocked by a selector', rules({ blockSelectors: ['*'] })],
]

let browser: Browser
let server: Server
let script: string
let finder: string

test.beforeAll(async () => {
  ;[script, finder] = [await buildPageScript(), await buildFinder()]
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  // The last one: vectors have documents of their own.
  const html = corpusPage(vectors).replace(/<\/body>(?![^]*<\/body>)/, `${OWN_RULES}</body>`)
  server = createServer((request, response) => {
    const isPage = request.url === '/'
    response.writeHead(200, { 'content-type': isPage ? 'text/html; charset=utf-8' : 'image/png' })
    response.end(isPage ? `<!doctype html>${html}` : PIXEL)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

test.afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

for (const [name, maskingRules] of CASES) {
  test(`${name}: what is highlighted is what is masked`, async () => {
    const page = await browser.newPage()
    const { highlighted, live, html } = await recordAndFind(page, maskingRules)
    const blocksAll = maskingRules.blockSelectors.includes('*')
    expect(Object.keys(live).length).toBeGreaterThan(400)
    const recorded = async () => contentsOf(await recordingOf(page), live)
    // What is not in the recording at all is blocked. Frames come later than the page.
    const missing = async () => {
      const found = await recorded()
      return Object.keys(live).filter((key) => !(key in found) && highlighted[key] !== 'blocked')
    }
    await expect.poll(async () => (await missing()).map((key) => html[key])).toEqual([])
    const found = await recorded()
    expect(Object.keys(found).length).toBeGreaterThan(blocksAll ? -1 : 400)
    const different = Object.keys(found).filter(
      (key) => JSON.stringify(highlighted[key]) !== JSON.stringify(found[key]),
    )
    expect(different.map((key) => [html[key], highlighted[key], found[key]])).toEqual([])
    if (maskingRules.unmaskSelectors.length > 0) {
      const recording = await recordingOf(page)
      for (const shown of ['gold member', 'sesame']) expect(recording).toContain(shown)
      for (const hidden of ['Anna Archer', 'of Kiel', 'Buy now', 'ORD-20391', 'In a shadow'])
        expect(recording).not.toContain(hidden)
    }
    await page.close()
  })
}

/** Texts of an element, one after the other, and whether the value of a field is masked; or that it is left out. */
type Content = { texts: string[]; value: boolean | null } | 'blocked'

interface Compared {
  live: Record<string, Content>
  /** What the finder says that a recording holds. */
  highlighted: Record<string, Content>
  /** For messages. */
  html: Record<string, string>
}

async function recordAndFind(page: Page, maskingRules: MaskingRules): Promise<Compared> {
  await page.addInitScript(holdRelay, {
    HELLO_EVENT,
    PAGE_READY_EVENT,
    TO_PAGE_EVENT,
    TO_RELAY_EVENT,
    command: JSON.stringify({ type: 'record', rules: maskingRules }),
  })
  await page.addInitScript(script)
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.waitForLoadState('load')
  await page.evaluate(finder)
  await page.evaluate(nameElements)
  const highlighted = await page.evaluate(findAll, maskingRules)
  await page.evaluate('window.startRecording()')
  await expect.poll(() => recordingOf(page)).toContain('"type":2')
  return highlighted
}

const recordingOf = (page: Page) => page.evaluate<string>('window.recording.join("\\n")')

interface Recorded {
  type: number
  tagName?: string
  textContent?: string
  attributes?: { class?: string; value?: unknown; rr_width?: string }
  childNodes?: Recorded[]
}

/** What a recording has of every named element. */
function contentsOf(recording: string, live: Record<string, Content>): Record<string, Content> {
  const contents: Record<string, Content> = {}
  const events = recording
    .split('\n')
    .map((line) => JSON.parse(line.replace(/^b/, '')) as { type: number; data: Record<string, unknown> })
  const visit = (node: Recorded) => {
    const name = /\bk-\d+\b/.exec(node.attributes?.class ?? '')?.[0]
    const was = name === undefined ? undefined : live[name]
    const { attributes = {}, childNodes = [] } = node
    if (name !== undefined && was && was !== 'blocked') {
      // A picture that is hidden keeps its size, as what is blocked does; a frame keeps it and has a document of its own.
      const isBlocked =
        attributes.rr_width !== undefined &&
        (childNodes.length === 0 || node.tagName === 'video') &&
        node.tagName !== 'iframe'
      const texts = childNodes.filter(({ type }) => type === 3).map(({ textContent }) => textContent ?? '')
      const value = was.value === null ? null : isMasked(attributes.value)
      contents[name] = isBlocked ? 'blocked' : { texts: node.tagName === 'textarea' ? [] : texts, value }
    }
    for (const child of childNodes) visit(child)
  }
  for (const { type, data } of events) {
    if (type === 2) visit(data['node'] as Recorded)
    const adds = type === 3 && data['source'] === 0 ? (data['adds'] as { node: Recorded }[]) : []
    for (const { node } of adds) visit(node)
  }
  return contents
}

const isMasked = (value: unknown) => typeof value !== 'string' || value.includes('*')

interface RelayOptions {
  HELLO_EVENT: string
  PAGE_READY_EVENT: string
  TO_PAGE_EVENT: string
  TO_RELAY_EVENT: string
  command: string
}

/** Runs in the page: a relay that waits for `startRecording()`. */
function holdRelay({ command, ...names }: RelayOptions): void {
  if (window !== window.top) return
  const recording: string[] = []
  document.addEventListener(
    names.PAGE_READY_EVENT,
    () => {
      const node = document.createElement('i')
      node.addEventListener(names.TO_RELAY_EVENT, (event) =>
        recording.push((event as CustomEvent<string>).detail),
      )
      ;(document.querySelector('html') ?? document).append(node)
      node.dispatchEvent(new CustomEvent(names.HELLO_EVENT, { bubbles: true }))
      node.remove()
      const startRecording = () =>
        node.dispatchEvent(new CustomEvent(names.TO_PAGE_EVENT, { detail: command }))
      Object.assign(window, { recording, startRecording })
    },
    { once: true },
  )
}

/** Runs in the page: gives every visible element a class of its own, in frames and shadow roots too. */
function nameElements(): void {
  let count = 0
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('body, body *, :host > *, p, div, span, input')) {
      if (!element.classList.contains('named')) element.classList.add('named', `k-${++count}`)
      if (element.shadowRoot) visit(element.shadowRoot)
      const inside = element.localName === 'iframe' ? (element as HTMLIFrameElement).contentDocument : null
      if (inside) visit(inside)
    }
  }
  visit(document)
}

/** Runs in the page: what every named element holds, and what the finder says that a recording of it would hold. */
function findAll(maskingRules: unknown): Compared {
  interface Finding {
    kind: string
    place: { element: Element } | { text: Text; start: number; end: number }
  }
  const { createFinder } = (
    window as unknown as { finder: { createFinder: (rules: unknown) => { find(): { findings: Finding[] } } } }
  ).finder
  const masked = new Map<Text, string>()
  const elements = new Map<Element, string>()
  for (const { kind, place } of createFinder(maskingRules).find().findings) {
    if ('element' in place) elements.set(place.element, kind)
    else {
      const text = masked.get(place.text) ?? place.text.data
      const stars = text.slice(place.start, place.end).replace(/\S/g, '*')
      masked.set(place.text, text.slice(0, place.start) + stars + text.slice(place.end))
    }
  }
  const isBlocked = (element: Element | null): boolean => {
    for (let at = element; at;) {
      if (elements.get(at) === 'blocked') return true
      const root = at.getRootNode()
      at =
        at.parentElement ??
        (root instanceof ShadowRoot ? root.host : ((root as Document).defaultView?.frameElement ?? null))
    }
    return false
  }
  const PICTURE = /^(?:img|video|canvas|object|embed|image)$/
  const live: Record<string, Content> = {}
  const highlighted: Record<string, Content> = {}
  const html: Record<string, string> = {}
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('.named')) {
      if (element.shadowRoot) visit(element.shadowRoot)
      const inside = element.localName === 'iframe' ? (element as HTMLIFrameElement).contentDocument : null
      if (inside) visit(inside)
      if (/^(?:script|style|noscript|link|meta|template|iframe|source|track|audio)$/.test(element.localName))
        continue
      const name = /\bk-\d+\b/.exec(element.getAttribute('class') ?? '')![0]
      const nodes = [...element.childNodes].filter((node): node is Text => node.nodeType === 3)
      const isArea = element.localName === 'textarea'
      const field = element as HTMLInputElement
      const isValued =
        /^(?:input|textarea)$/.test(element.localName) &&
        !/^(?:checkbox|radio|submit|button|hidden)$/.test(field.type) &&
        field.value !== ''
      html[name] = element.outerHTML.slice(0, 200)
      live[name] = { texts: nodes.map(({ data }) => data), value: isValued ? false : null }
      highlighted[name] =
        isBlocked(element) || (PICTURE.test(element.localName) && elements.has(element))
          ? 'blocked'
          : {
              texts: isArea ? [] : nodes.map((node) => masked.get(node) ?? node.data),
              value: isValued ? elements.has(element) : null,
            }
    }
  }
  visit(document)
  return { live, highlighted, html }
}
