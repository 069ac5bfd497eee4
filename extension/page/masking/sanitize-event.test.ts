import type { eventWithTime, serializedNodeWithId } from '@rrweb/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HIGHLIGHT_TAG } from '../../../shared/protocol/highlight.ts'
import { secret } from '../../../shared/privacy/arbitrary-secrets.ts'
import { maskerOf } from './testing.ts'

/** Events as rrweb makes them, by hand, so that a secret can be put into every place that they have. */

const element = (
  id: number,
  tagName: string,
  attributes: Record<string, unknown>,
  childNodes: unknown[] = [],
): unknown => ({ type: 2, id, tagName, attributes, childNodes })
const text = (id: number, textContent: string): unknown => ({ type: 3, id, textContent })
const event = (type: number, data: object): eventWithTime =>
  JSON.parse(JSON.stringify({ type, timestamp: 1, data })) as eventWithTime
const snapshot = (...body: unknown[]): eventWithTime =>
  event(2, {
    node: { type: 0, id: 1, childNodes: [element(2, 'html', {}, [element(3, 'body', {}, body)])] },
    initialOffset: { top: 0, left: 0 },
  })
const incremental = (source: number, data: object): eventWithTime => event(3, { source, ...data })
const mutation = (data: object) =>
  incremental(0, { texts: [], attributes: [], removes: [], adds: [], ...data })
const bodyOf = (masked: eventWithTime | null): serializedNodeWithId[] =>
  (
    masked as unknown as {
      data: { node: { childNodes: [{ childNodes: [{ childNodes: serializedNodeWithId[] }] }] } }
    }
  ).data.node.childNodes[0].childNodes[0].childNodes

/** Every place of an event that may hold text of the page, with `s` in it. */
const PLACES: [string, (s: string) => eventWithTime][] = [
  ['a text', (s) => snapshot(element(4, 'p', {}, [text(5, s)]))],
  ['a text of a style', (s) => snapshot(element(4, 'style', {}, [text(5, `a::after{content:"${s}"}`)]))],
  ['a title', (s) => snapshot(element(4, 'title', {}, [text(5, s)]))],
  ['a noscript', (s) => snapshot(element(4, 'noscript', {}, [text(5, `<p>${s}</p>`)]))],
  ['a textarea', (s) => snapshot(element(4, 'textarea', { value: s }))],
  [
    'texts beside each other',
    (s) => snapshot(element(4, 'p', {}, [text(5, s.slice(0, 5)), text(6, s.slice(5))])),
  ],
  [
    'texts in elements beside each other',
    (s) =>
      snapshot(
        element(4, 'p', {}, [
          element(5, 'b', {}, [text(6, s.slice(0, 6))]),
          element(7, 'i', {}, [text(8, s.slice(6))]),
        ]),
      ),
  ],
  [
    'groups behind a number',
    (s) =>
      snapshot(
        element(
          4,
          'p',
          {},
          ['12', ...s.split(/(?<=\S)[\s.-]+/)].map((part, i) =>
            element(5 + 2 * i, 'b', {}, [text(6 + 2 * i, part)]),
          ),
        ),
      ),
  ],
  [
    'the type of the document',
    (s) => snapshot({ type: 1, id: 4, name: s, publicId: s, systemId: `https://x.example/?b=${s}` }),
  ],
  ['the name of an element', (s) => snapshot(element(4, `x-${s.replace(/\s/g, '').toLowerCase()}-x`, {}))],
  ['the name of an element that is defined', (s) => incremental(16, { define: { name: `x-${s}-x` } })],
  [
    'the name of a property, changed',
    (s) => mutation({ attributes: [{ id: 4, attributes: { style: { [`--${s}`]: '1' } } }] }),
  ],
  [
    'the name of a property of a rule',
    (s) =>
      incremental(13, {
        id: 4,
        index: [0],
        set: { property: `--x-${s}`, value: '1', priority: '' },
        remove: { property: `--x-${s}` },
      }),
  ],
  ['the name of a font', (s) => incremental(10, { family: s, fontSource: '', buffer: true })],
  ['a comment', (s) => snapshot({ type: 5, id: 4, textContent: s })],
  ...[
    'title',
    'alt',
    'placeholder',
    'aria-label',
    'value',
    'data-x',
    'class',
    'id',
    'name',
    'href',
    'src',
    'action',
    'srcset',
    'srcdoc',
    'onclick',
    'style',
    'content',
    'label',
    'type',
    'pattern',
    'lang',
    'values',
    'points',
    'd',
    'transform',
    'poster',
    'x-custom',
    'xlink:href',
    'aria-valuetext',
    'rr_src',
    '_cssText',
    'data',
  ].flatMap((name): [string, (s: string) => eventWithTime][] => {
    const value = (s: string) =>
      name === 'style' || name === '_cssText' ? `--x:"${s}"` : name.includes('href') ? `/a?b=${s}` : s
    return [
      [`the attribute ${name}`, (s) => snapshot(element(4, 'div', { [name]: value(s) }))],
      [`the attribute ${name} of an input`, (s) => snapshot(element(4, 'input', { [name]: value(s) }))],
      [
        `the attribute ${name}, changed`,
        (s) => mutation({ attributes: [{ id: 4, attributes: { [name]: value(s) } }] }),
      ],
    ]
  }),
  [
    'the name of an attribute',
    (s) => snapshot(element(4, 'div', { [`data-${s.replace(/\s/g, '').toLowerCase()}-x`]: '' })),
  ],
  [
    'a style, changed',
    (s) =>
      mutation({
        attributes: [
          { id: 4, attributes: { style: { '--x': `"${s}"`, background: [`url(/a?b=${s})`, 'important'] } } },
        ],
      }),
  ],
  ['a text, changed', (s) => mutation({ texts: [{ id: 5, value: s }] })],
  ['a text, added', (s) => mutation({ adds: [{ parentId: 3, nextId: null, node: text(9, s) }] })],
  [
    'an element, added',
    (s) => mutation({ adds: [{ parentId: 3, nextId: null, node: element(9, 'p', { title: s }) }] }),
  ],
  ['an input', (s) => incremental(5, { id: 4, text: s, isChecked: false })],
  ['the page', (s) => event(4, { href: `https://example.org/a?b=${s}`, width: 1, height: 1 })],
  ['a rule, added', (s) => incremental(8, { id: 4, adds: [{ rule: `a{content:"${s}"}` }] })],
  [
    'a sheet, replaced',
    (s) => incremental(8, { styleId: 1, replace: `a{content:"${s}"}`, replaceSync: `/*${s}*/` }),
  ],
  [
    'a declaration',
    (s) =>
      incremental(13, { id: 4, index: [0], set: { property: 'content', value: `"${s}"`, priority: '' } }),
  ],
  [
    'an adopted sheet',
    (s) =>
      incremental(15, {
        id: 1,
        styleIds: [1],
        styles: [{ styleId: 1, rules: [{ rule: `a{background:url("/?x=${s}")}`, index: 0 }] }],
      }),
  ],
  ['a font', (s) => incremental(10, { family: 'F', fontSource: `url("/a?b=${s}")`, buffer: false })],
  [
    'a text on a canvas',
    (s) => incremental(9, { id: 4, type: 0, commands: [{ property: 'fillText', args: [s, 1, 2] }] }),
  ],
  [
    'a picture on a canvas',
    (s) =>
      incremental(9, {
        id: 4,
        type: 0,
        property: 'drawImage',
        args: [{ rr_type: 'HTMLImageElement', src: `/a?b=${s}` }],
      }),
  ],
  [
    'arguments of a canvas in arguments',
    (s) => incremental(9, { id: 4, type: 1, property: 'x', args: [{ rr_type: 'Y', args: [[s]] }] }),
  ],
  ['a custom event', (s) => event(5, { tag: 'qa.console', payload: { args: [s, { a: [s] }] } })],
  ['a name in a custom event', (s) => event(5, { tag: 'x', payload: { [s]: 1 } })],
  ['a plugin', (s) => event(6, { plugin: 'x', payload: [s] })],
  ['the end of loading', (s) => event(1, { x: s })],
  ['an event of an unknown type', (s) => event(9, { x: s })],
  ['an event of an unknown source', (s) => incremental(77, { x: s })],
]

describe('any event', () => {
  it.each(PLACES)('holds no secret in %s', (_name, place) => {
    fc.assert(
      fc.property(secret, fc.constantFrom('standard' as const, 'strict' as const), (hidden, level) => {
        const json = JSON.stringify(maskerOf({ level }).event(place(hidden)))
        expect(json).not.toContain(JSON.stringify(hidden).slice(1, -1))
      }),
      { numRuns: 30 },
    )
  })

  it('is masked once and for all', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PLACES),
        fc.oneof(secret, fc.string()),
        fc.constantFrom('standard' as const, 'strict' as const),
        ([, place], hidden, level) => {
          const once = maskerOf({ level }).event(place(hidden))
          const json = JSON.stringify(once)
          const twice = once && maskerOf({ level }).event(JSON.parse(json) as eventWithTime)
          expect(JSON.stringify(twice)).toBe(json)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('keeps the length and the white space of texts, and ordinary text as it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(secret, fc.lorem({ maxCount: 3 }), fc.constantFrom(' ', '\n')), { maxLength: 5 }),
        (parts) => {
          const texts = parts.map((part, i) => text(10 + i, part))
          const masked = bodyOf(maskerOf().event(snapshot(element(4, 'p', {}, texts))))
          const nodes = (masked[0] as unknown as { childNodes: { textContent: string }[] }).childNodes
          nodes.forEach(({ textContent }, i) => {
            expect(textContent.replace(/\S/g, 'x')).toBe(parts[i]!.replace(/\S/g, 'x'))
            if (/^[a-z ,.]*$/i.test(parts.join(' '))) expect(textContent).toBe(parts[i])
          })
        },
      ),
    )
  })
})

describe('what an attribute draws', () => {
  it('is numbers and short commands; everything else is text', () => {
    const shapes = {
      d: 'M4.123456789012 2 L16.75 3e-7 Z',
      transform: 'rotate(45deg) translateX(2px)',
      points: '1,2 3,4',
    }
    const kept = (level: 'standard' | 'strict') =>
      bodyOf(maskerOf({ level }).event(snapshot(element(4, 'path', { ...shapes }))))[0]
    expect(kept('standard')).toMatchObject({ attributes: shapes })
    expect(kept('strict')).toMatchObject({ attributes: shapes })
    const chart = bodyOf(
      maskerOf().event(
        snapshot(
          element(4, 'section', { 'data-private': '' }, [element(5, 'x-chart', { values: 'Anna 12' })]),
        ),
      ),
    )
    expect(JSON.stringify(chart)).not.toContain('Anna')
  })
})

describe('an element of a library that stands for a field', () => {
  it.each([
    ['sl-input', { type: 'password' }],
    ['my-text-field', { name: 'cvc' }],
    ['ion-input', { autocomplete: 'one-time-code' }],
  ])('%s %j is masked as that field', (tagName, attributes) => {
    const masker = maskerOf()
    const event = masker.event(snapshot(element(4, tagName, { ...attributes, value: 'hunter' })))
    expect(JSON.stringify(event)).toContain('******')
    const changed = masker.event(mutation({ attributes: [{ id: 4, attributes: { value: 'hunter2' } }] }))
    expect(JSON.stringify(changed)).toContain('"*******"')
  })

  it('is shown when it asks for nothing secret', () => {
    const event = maskerOf().event(snapshot(element(4, 'sl-input', { name: 'town', value: 'Ulm' })))
    expect(JSON.stringify(event)).toContain('Ulm')
  })
})

describe('a private area', () => {
  const area = (attributes: Record<string, unknown> = { 'data-private': '' }) =>
    element(4, 'section', attributes, [
      element(5, 'p', { title: 'Anna', class: 'big', id: 'p1', 'data-state': 'open' }, [
        text(6, 'Hello Anna'),
      ]),
      element(7, 'img', { src: '/anna.png', alt: 'Anna', class: 'face', width: '40' }),
      element(8, 'input', { value: 'Anna', checked: true, type: 'text' }),
      element(9, 'a', { href: '/anna' }, [text(10, 'Anna')]),
    ])

  it('is masked with all that is in it, and keeps its layout', () => {
    const [section] = bodyOf(maskerOf().event(snapshot(area())))
    expect(JSON.stringify(section)).not.toMatch(/anna/i)
    expect(JSON.stringify(section)).toContain('"class":"big","id":"p1","data-state":"open"')
    expect(JSON.stringify(section)).toContain('***** ****')
  })

  it('is replaced by a placeholder when it is blocked', () => {
    const [section] = bodyOf(
      maskerOf().event(snapshot(area({ 'data-private': 'block', class: 'room', title: 'Anna' }))),
    )
    expect(section).toMatchObject({ attributes: { class: 'room' }, childNodes: [] })
    expect(JSON.stringify(section)).not.toMatch(/anna/i)
  })

  it('stays private for what is in it, also when it is moved or changed later', () => {
    const masker = maskerOf()
    masker.event(snapshot(area()))
    const changed = masker.event(
      mutation({
        texts: [{ id: 6, value: 'Anna B' }],
        attributes: [{ id: 5, attributes: { title: 'Anna B', 'data-private': null } }],
        adds: [
          { parentId: 3, nextId: null, node: element(9, 'a', { href: '/anna' }) },
          { parentId: 9, nextId: null, node: text(11, 'Anna B') },
        ],
      }),
    )
    expect(JSON.stringify(changed)).not.toMatch(/anna/i)
  })

  it('begins where the attribute is added, for all that is below', () => {
    const masker = maskerOf()
    masker.event(snapshot(area({})))
    masker.event(mutation({ attributes: [{ id: 4, attributes: { 'data-private': '' } }] }))
    expect(masker.event(mutation({ texts: [{ id: 6, value: 'Anna' }] }))).toMatchObject({
      data: { texts: [{ id: 6, value: '****' }] },
    })
  })

  it('lets nothing through that happens below a placeholder', () => {
    const masker = maskerOf()
    masker.event(snapshot(area({ 'data-private': 'block' })))
    const event = masker.event(
      mutation({
        adds: [
          { parentId: 4, nextId: null, node: element(20, 'p', { title: 'Anna' }) },
          { parentId: 20, nextId: null, node: text(21, 'Anna') },
        ],
        texts: [{ id: 21, value: 'Anna' }],
        attributes: [{ id: 20, attributes: { title: 'Anna' } }],
      }),
    )
    expect(event).toBeNull()
    expect(masker.event(incremental(5, { id: 20, text: 'Anna', isChecked: true }))).toBeNull()
    expect(masker.event(incremental(9, { id: 20, type: 0, commands: [] }))).toBeNull()
  })

  it('may be one option: then the select does not say what is chosen', () => {
    const masker = maskerOf()
    const select = element(4, 'select', { value: 'Anna' }, [
      element(5, 'option', { value: 'x' }, [text(6, 'x')]),
      element(7, 'optgroup', {}, [
        element(8, 'option', { value: 'Anna', selected: true, 'data-private': '' }, [text(9, 'Anna')]),
      ]),
    ])
    expect(JSON.stringify(masker.event(snapshot(select)))).not.toContain('Anna')
    expect(masker.event(incremental(5, { id: 4, text: 'Anna', isChecked: false }))).toMatchObject({
      data: { text: '****' },
    })
  })

  it('shows no picture of a button', () => {
    const button = element(4, 'input', { type: 'image', src: '/anna.png', 'data-private': '' })
    expect(JSON.stringify(maskerOf().event(snapshot(button)))).not.toContain('anna')
  })

  it('goes for what a slot in it shows', () => {
    document.body.innerHTML = '<div><p>Anna</p></div>'
    const [host, child] = [document.querySelector('div')!, document.querySelector('p')!]
    host.attachShadow({ mode: 'open' }).innerHTML = '<section data-private><slot></slot></section>'
    const nodes = new Map<number, Node>([
      [4, host],
      [5, child],
      [6, child.firstChild!],
    ])
    Object.defineProperty(child, 'assignedSlot', { value: host.shadowRoot!.querySelector('slot') })
    const masker = maskerOf({}, (id) => nodes.get(id) ?? null)
    const recorded = {
      ...(element(4, 'div', {}, [element(5, 'p', {}, [text(6, 'Anna')])]) as object),
      isShadowHost: true,
    }
    expect(JSON.stringify(masker.event(snapshot(recorded)))).not.toContain('Anna')
    expect(masker.event(mutation({ texts: [{ id: 6, value: 'Anna B' }] }))).toMatchObject({
      data: { texts: [{ value: '**** *' }] },
    })
  })

  it('tells nothing of what is typed, drawn or chosen', () => {
    const masker = maskerOf()
    masker.event(
      snapshot(
        element(4, 'div', { 'data-private': '' }, [
          element(5, 'input', { type: 'radio', value: 'a', checked: true }),
          element(6, 'canvas', {}),
        ]),
      ),
    )
    expect(masker.event(incremental(5, { id: 5, text: 'on', isChecked: true }))).toMatchObject({
      data: { text: '**', isChecked: false },
    })
    expect(masker.event(incremental(9, { id: 6, type: 0, commands: [] }))).toBeNull()
  })
})

describe('the highlight of the extension itself', () => {
  const ours = element(90, HIGHLIGHT_TAG, { style: 'all: initial' })

  it('is no part of a snapshot', () => {
    const masked = maskerOf().event(snapshot(element(4, 'p', {}, [text(5, 'Hi')]), ours))
    expect(bodyOf(masked).map(({ id }) => id)).toEqual([4])
  })

  it('comes, changes and goes without being recorded', () => {
    const masker = maskerOf()
    masker.event(snapshot(element(4, 'p', {}, [text(5, 'Hi')])))
    expect(masker.event(mutation({ adds: [{ parentId: 2, nextId: null, node: ours }] }))).toBeNull()
    expect(masker.event(mutation({ attributes: [{ id: 90, attributes: { popover: 'manual' } }] }))).toBeNull()
    expect(masker.event(incremental(2, { type: 2, id: 90, x: 1, y: 1 }))).toBeNull()
    const beside = mutation({ adds: [{ parentId: 2, nextId: 90, node: element(91, 'div', {}) }] })
    expect(masker.event(beside)).toMatchObject({ data: { adds: [{ nextId: null, node: { id: 91 } }] } })
    expect(masker.event(mutation({ removes: [{ parentId: 2, id: 90 }] }))).toBeNull()
  })
})

describe('what is typed into an editor', () => {
  it('is masked from the digit or the sign on that begins to tell', () => {
    document.body.innerHTML = '<div contenteditable><b>x</b></div><p>x</p>'
    const [typed, plain] = [
      document.querySelector('b')!.firstChild!,
      document.querySelector('p')!.firstChild!,
    ]
    const masker = maskerOf({}, (id) => (id === 5 ? typed : id === 6 ? plain : null))
    masker.event(snapshot(element(3, 'b', {}, [text(5, 'x')]), element(4, 'p', {}, [text(6, 'x')])))
    const write = (id: number, value: string) =>
      (
        masker.event(mutation({ texts: [{ id, value }] })) as unknown as {
          data: { texts: { value: string }[] }
        }
      ).data.texts[0]!.value
    expect(write(5, 'pay 4000 1234 739')).toBe('pay 4000 1234 739')
    expect(write(5, 'pay 4000 1234 7391')).toBe('pay **** **** ****')
    expect(write(5, 'to anna@ex')).toBe('to *******')
    expect(write(6, 'order 400012347391')).toBe('order 400012347391')
  })
})

describe('a field that was a password', () => {
  it('stays masked by its id, its name and its place', () => {
    const masker = maskerOf()
    masker.event(
      snapshot(
        element(4, 'input', { type: 'password', name: 'pw' }),
        element(5, 'div', {}, [element(6, 'input', { type: 'password' })]),
      ),
    )
    masker.event(mutation({ attributes: [{ id: 4, attributes: { type: 'text' } }] }))
    expect(masker.event(incremental(5, { id: 4, text: 'abc', isChecked: false }))).toMatchObject({
      data: { text: '***' },
    })
    const again = masker.event(
      mutation({
        removes: [{ parentId: 5, id: 6 }],
        adds: [
          {
            parentId: 3,
            nextId: null,
            node: element(7, 'input', { type: 'text', name: 'pw', value: 'abc' }),
          },
          { parentId: 5, nextId: null, node: element(8, 'input', { value: 'def' }) },
        ],
      }),
    )
    expect(JSON.stringify(again)).not.toMatch(/abc|def/)
    expect(masker.event(incremental(5, { id: 8, text: 'ghi', isChecked: false }))).toMatchObject({
      data: { text: '***' },
    })
  })
})

describe('rules of a site', () => {
  it('masks patterns of its own', () => {
    const masker = maskerOf({ maskPatterns: ['ORD-\\d+'] })
    expect(
      JSON.stringify(masker.event(snapshot(element(4, 'p', { title: 'ORD-12' }, [text(5, 'see ORD-123')])))),
    ).not.toMatch(/ORD/)
  })

  it('shows addresses when they are not to be masked', () => {
    const masker = maskerOf({ maskEmails: false })
    const json = JSON.stringify(
      masker.event(
        snapshot(
          element(4, 'input', { type: 'email', value: 'a@b.de' }),
          element(5, 'p', {}, [text(6, 'a@b.de')]),
        ),
      ),
    )
    expect(json.match(/a@b\.de/g)).toHaveLength(2)
  })

  it('hides what a selector may fit when the element cannot be asked', () => {
    const masker = maskerOf({ maskSelectors: ['.x'] })
    expect(JSON.stringify(masker.event(snapshot(element(4, 'p', {}, [text(5, 'Anna')]))))).not.toContain(
      'Anna',
    )
  })

  it('asks the live elements', () => {
    document.body.innerHTML = '<div class="x">a<b class="y">b</b></div><p>c</p>'
    const nodes = new Map<number, Node>([
      [4, document.querySelector('.x')!],
      [6, document.querySelector('.y')!],
      [8, document.querySelector('p')!],
      [2, document.documentElement],
      [3, document.body],
    ])
    const masker = maskerOf(
      { maskSelectors: ['.x'], unmaskSelectors: ['.x .y'] },
      (id) => nodes.get(id) ?? null,
    )
    const event = masker.event(
      snapshot(
        element(4, 'div', {}, [text(5, 'Anna'), element(6, 'b', {}, [text(7, 'Bert')])]),
        element(8, 'p', {}, [text(9, 'Carl')]),
      ),
    )
    expect(JSON.stringify(event)).not.toContain('Anna')
    expect(JSON.stringify(event)).toContain('Bert')
    expect(JSON.stringify(event)).toContain('Carl')
  })

  it('shows nothing inside of what another site masks, also when that comes later', () => {
    document.body.innerHTML = '<div class="x"><b class="y">b</b></div><b class="y">c</b>'
    const [div, inside, outside] = [...document.querySelectorAll<HTMLElement>('.x, .y')]
    const nodes = new Map<number, Node>([
      [2, document.documentElement],
      [3, document.body],
      [4, div!],
      [5, inside!],
      [6, inside!.firstChild!],
      [7, outside!],
      [8, outside!.firstChild!],
    ])
    const masker = maskerOf(
      { maskSelectors: ['.x'], firmMaskSelectors: ['.x'], unmaskSelectors: ['.y'] },
      (id) => nodes.get(id) ?? null,
    )
    const changed = (id: number, value: string) =>
      ({
        type: 3,
        timestamp: 2,
        data: { source: 0, texts: [{ id, value }], attributes: [], adds: [], removes: [] },
      }) as unknown as eventWithTime
    const json = JSON.stringify([
      masker.event(
        snapshot(
          element(4, 'div', {}, [element(5, 'b', {}, [text(6, 'Anna')])]),
          element(7, 'b', {}, [text(8, 'Bert')]),
        ),
      ),
      masker.event(changed(6, 'Carl')),
      masker.event(changed(8, 'Dora')),
      masker.recordOptions.maskTextFn('Emil', inside!),
    ])
    for (const masked of ['Anna', 'Carl', 'Emil']) expect(json).not.toContain(masked)
    for (const shown of ['Bert', 'Dora']) expect(json).toContain(shown)
    expect(masker.masked()).toEqual([{ rule: 'own-mask', count: 1, example: '****' }])
  })
})

describe('what cannot be masked', () => {
  it('is left out', () => {
    const broken = snapshot(element(4, 'p', {}))
    Object.defineProperty(broken, 'data', {
      get: () => {
        throw new Error('no')
      },
    })
    expect(maskerOf().event(broken)).toBeNull()
    expect(
      maskerOf({}, () => {
        throw new Error('no')
      }).event(snapshot(element(4, 'input', { value: 'a' }))),
    ).not.toBeNull()
  })

  it('is masked altogether when it is huge', () => {
    const before = performance.now()
    const event = maskerOf().event(snapshot(element(4, 'p', {}, [text(5, 'a@b.de '.repeat(300_000))])))
    expect(JSON.stringify(event)).not.toContain('@')
    expect(performance.now() - before).toBeLessThan(5_000)
  })
})
