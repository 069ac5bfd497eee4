import type { eventWithTime } from '@rrweb/types'
import { describe, expect, it } from 'vitest'
import { maskerOf } from './testing.ts'

/** A page that replaces the platform's own methods: the masks neither break nor leak by it. */

const PROTOTYPES: [object, string[]][] = [
  [
    String.prototype,
    // prettier-ignore
    ['slice', 'substring', 'charCodeAt', 'charAt', 'codePointAt', 'indexOf', 'lastIndexOf', 'includes', 'startsWith', 'endsWith', 'replace', 'replaceAll', 'match', 'matchAll', 'split', 'search', 'trim', 'toLowerCase', 'toUpperCase', 'repeat', 'padEnd', 'padStart', 'concat', 'at'],
  ],
  [RegExp.prototype, ['exec', 'test', 'toString']],
  [
    Array.prototype,
    // prettier-ignore
    ['push', 'pop', 'map', 'filter', 'forEach', 'reduce', 'some', 'every', 'find', 'findIndex', 'indexOf', 'includes', 'join', 'slice', 'splice', 'concat', 'sort', 'shift', 'unshift', 'flat', 'flatMap', 'keys', 'values', 'entries'],
  ],
  [Object.prototype, ['hasOwnProperty', 'toString', 'valueOf', 'propertyIsEnumerable']],
  [Object, ['keys', 'entries', 'values', 'assign', 'create', 'hasOwn', 'getOwnPropertyDescriptor']],
  [Map.prototype, ['get', 'set', 'has']],
  [Set.prototype, ['add', 'has']],
  [WeakSet.prototype, ['add', 'has']],
  [WeakMap.prototype, ['get', 'set', 'has']],
  [Function.prototype, ['call', 'apply', 'bind']],
  [Reflect, ['apply', 'deleteProperty', 'get', 'ownKeys']],
  [JSON, ['parse', 'stringify']],
  [Math, ['max', 'min', 'floor', 'log2']],
  [Number, ['isInteger', 'isFinite', 'parseInt']],
]
const SYMBOLS: [object, symbol][] = [
  [Array.prototype, Symbol.iterator],
  [String.prototype, Symbol.iterator],
  [RegExp.prototype, Symbol.replace],
  [RegExp.prototype, Symbol.match],
  [RegExp.prototype, Symbol.split],
]

/** Runs `act` while every one of these methods throws. */
function whileReplaced<T>(act: () => T): T {
  const define = Object.defineProperty
  const replaced = [
    ...PROTOTYPES.flatMap(([owner, names]) => names.map((name): [object, string | symbol] => [owner, name])),
    ...SYMBOLS,
  ].map(([owner, name]) => ({ owner, name, descriptor: Object.getOwnPropertyDescriptor(owner, name)! }))
  const hostile = {
    configurable: true,
    writable: true,
    value: () => {
      throw new Error('the page replaced this')
    },
  }
  for (let i = 0; i < replaced.length; i++) define(replaced[i]!.owner, replaced[i]!.name, hostile)
  try {
    return act()
  } finally {
    for (let i = 0; i < replaced.length; i++)
      define(replaced[i]!.owner, replaced[i]!.name, replaced[i]!.descriptor)
  }
}

const events = (): eventWithTime[] =>
  JSON.parse(`[
    {"type":2,"timestamp":1,"data":{"initialOffset":{"top":0,"left":0},"node":{"type":0,"id":1,"childNodes":[
      {"type":2,"id":2,"tagName":"p","attributes":{"title":"4111 1111 1111 1111","class":"a","style":"background:url(/a?token=abc)","href":"https://x.example/reset/8f3k2l9q?sid=abc"},"childNodes":[
        {"type":3,"id":3,"textContent":"to anna@example.com and https://x.example/?token=abc, 123-45-6789 "},
        {"type":2,"id":4,"tagName":"b","attributes":{},"childNodes":[{"type":3,"id":5,"textContent":"4111"}]},
        {"type":2,"id":6,"tagName":"b","attributes":{},"childNodes":[{"type":3,"id":7,"textContent":"111111111111"}]}]},
      {"type":2,"id":8,"tagName":"div","attributes":{"data-private":""},"childNodes":[{"type":3,"id":9,"textContent":"Hello Anna"}]},
      {"type":2,"id":10,"tagName":"input","attributes":{"type":"password","name":"pw","value":"hunter2!"},"childNodes":[]},
      {"type":2,"id":11,"tagName":"style","attributes":{"_cssText":"a::after{content:'anna@example.com'}"},"childNodes":[]}]}}},
    {"type":3,"timestamp":2,"data":{"source":0,"texts":[{"id":9,"value":"Bye Anna"},{"id":3,"value":"hunter2! again"}],"attributes":[{"id":2,"attributes":{"title":"anna@example.com","style":{"color":"red"}}}],"removes":[{"parentId":1,"id":10}],"adds":[{"parentId":1,"nextId":null,"node":{"type":2,"id":12,"tagName":"input","attributes":{"value":"x"},"childNodes":[]}}]}},
    {"type":3,"timestamp":3,"data":{"source":5,"id":12,"text":"hunter3!","isChecked":false}},
    {"type":3,"timestamp":3,"data":{"source":8,"id":11,"adds":[{"rule":"a{background:url(/?token=abc)}"}]}},
    {"type":4,"timestamp":4,"data":{"href":"https://x.example/?token=abc","width":1,"height":1}},
    {"type":5,"timestamp":5,"data":{"tag":"qa.console","payload":{"args":["password=abc",{"$":"object","name":"X","entries":[["token","abc"]]}]}}}
  ]`) as eventWithTime[]

function maskAll(masker: ReturnType<typeof maskerOf>, list: eventWithTime[]): unknown[] {
  const masked: unknown[] = []
  for (let i = 0; i < list.length; i++) masked[masked.length] = masker.event(list[i]!)
  masked[masked.length] = [
    masker.text('token=abc {"password":"abc"} <p title="abc"> anna@example.com'),
    masker.url('https://a:b@x.example/reset/8f3k2l9q;sid=abc?next=%2F%3Ftoken%3Dabc#access_token=abc'),
    masker.stack('Error: anna@example.com\n    at f (https://x.example/a.js?token=abc:1:2)'),
    masker.body('application/json', '{"auth":{"a":[1,"b"]}}'),
    masker.body('', 'password=abc&x=y'),
    masker.body('', '--x\r\nContent-Disposition: form-data; name="otp"\r\n\r\n123\r\n--x--'),
    masker.value({
      $: 'error',
      name: 'E',
      message: 'anna@example.com',
      stack: null,
      entries: [['token', 'abc']],
    }),
    masker.headers([['Authorization', 'abc']]),
  ]
  return masked
}

describe('a page that replaces the methods of strings, arrays, patterns and more', () => {
  it.each(['standard', 'strict'] as const)('is masked as any other in %s', (level) => {
    const expected = maskAll(maskerOf({ level }), events())
    const list = events()
    const masker = maskerOf({ level })
    const masked = whileReplaced(() => maskAll(masker, list))
    expect(masked).toEqual(expected)
    expect(JSON.stringify(masked)).not.toMatch(/4111|anna@|hunter|abc|Hello Anna/)
  })

  it('gives nothing of itself to setters on the prototype of objects', () => {
    const seen: unknown[] = []
    const names = ['text', 'set', 'secret', 'value', 'found', 'start', 'end', 'flags', 'a', 'pw']
    const list = events()
    const masker = maskerOf()
    for (const name of names) {
      const set = (value: unknown) => seen.push(value)
      Object.defineProperty(
        Object.prototype,
        name,
        Object.assign(Object.create(null) as object, { configurable: true, set }),
      )
    }
    try {
      maskAll(masker, list)
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name)
    }
    expect(JSON.stringify(seen)).not.toMatch(/4111|anna@|hunter|Hello Anna/)
  })
})

/** Prints what it took, and fails only when something grows out of all proportion. */
function timed(name: string, act: () => void): void {
  const before = performance.now()
  act()
  const ms = performance.now() - before
  console.info(`${name}: ${ms.toFixed(1)} ms`)
  expect(ms).toBeLessThan(3_000)
}

describe('what is huge', () => {
  const text = (content: string) =>
    `{"type":3,"timestamp":1,"data":{"source":0,"texts":[{"id":1,"value":${JSON.stringify(content)}}],"attributes":[],"removes":[],"adds":[]}}`
  const million = (piece: string) => piece.repeat(Math.floor(999_000 / piece.length))

  it.each([
    ['words', 'lorem ipsum '],
    ['one word', 'a'],
    ['digits', '4'],
    ['groups of digits', '4111 '],
    ['paths and parameters', '/a?b='],
    ['addresses', 'https://x.example/?a=b '],
    ['signs', 'a@'],
    ['quotes', '{"a":"'],
    ['tokens', 'eyJ.'],
  ])('a text of a million characters: %s', (name, piece) => {
    timed(`a million characters of ${name}`, () => {
      const hidden = ' anna@x.example '
      const event = maskerOf().event(JSON.parse(text(million(piece) + hidden)) as eventWithTime)
      expect(JSON.stringify(event)).not.toContain('anna@')
    })
  })

  it('a text of a million characters with patterns of its own, which cannot be told to be quick', () => {
    const masker = maskerOf({ maskPatterns: ['(a+)+b', '\\w+\\s*=\\s*\\w+', '(\\d{4}-?){4}'] })
    timed('a million characters with own patterns', () => {
      masker.event(JSON.parse(text(million('a'))) as eventWithTime)
      masker.event(JSON.parse(text('a= '.repeat(100_000))) as eventWithTime)
    })
  })
})
