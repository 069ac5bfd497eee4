import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret } from '../../../shared/privacy/arbitrary-secrets.ts'
import { maskerOf } from './testing.ts'

const { body } = maskerOf()
const strict = maskerOf({ level: 'strict' }).body
const JSON_TYPE = 'application/json; charset=utf-8'

describe('a body of JSON', () => {
  it.each([
    ['a text', '{"user":"joe","password":"abc d"}', '{"user":"joe","password":"*** *"}'],
    ['a number', '{"pin":1234,"n":5}', '{"pin":****,"n":5}'],
    ['any case', '{"ACCESS_TOKEN":"abc","X-Api-Key":"d"}', '{"ACCESS_TOKEN":"***","X-Api-Key":"*"}'],
    [
      'all that is under a name',
      '{"auth":{"a":"b","c":[1,"d"]},"e":"f"}',
      '{"auth":{"a":"*","c":[*,"*"]},"e":"f"}',
    ],
    ['a card by its name', '{"cardNumber":"12","cvc":"3"}', '{"cardNumber":"**","cvc":"*"}'],
    ['escaped quotes', '{"secret":"a\\"b","x":"y"}', '{"secret":"*\\"*","x":"y"}'],
    [
      'JSON in a text',
      '{"body":"{\\"token\\":\\"abc\\",\\"x\\":\\"y\\"}"}',
      '{"body":"{\\"token\\":\\"***\\",\\"x\\":\\"y\\"}"}',
    ],
    [
      'variables of GraphQL',
      '{"query":"mutation{a}","variables":{"input":{"newPassword":"abc"}}}',
      '{"query":"mutation{a}","variables":{"input":{"newPassword":"***"}}}',
    ],
    ['white space', '{ "token" :\n  "abc" }', '{ "token" :\n  "***" }'],
    [
      'a colon in a text',
      '{"password":"x\\":abc","n":{"token":["a:b"]}}',
      '{"password":"*\\"****","n":{"token":["***"]}}',
    ],
    ['a backslash at the end', '{"token":"a\\\\","n":"b"}', '{"token":"*\\\\","n":"b"}'],
    [
      'a backslash in JSON in a text',
      '{"x":"{\\"token\\":\\"a\\\\\\\\\\",\\"n\\":\\"b\\"}"}',
      '{"x":"{\\"token\\":\\"*\\\\\\\\\\",\\"n\\":\\"b\\"}"}',
    ],
    ['a body cut short', '{"a":1,"token":"abc', '{"a":1,"token":"***'],
    ['lines of JSON', '{"token":"a"}\n{"token":"b"}', '{"token":"*"}\n{"token":"*"}'],
    ['a message of a socket', '42["login",{"password":"abc"}]', '42["login",{"password":"***"}]'],
  ])('masks %s', (_name, text, masked) => {
    expect(body(JSON_TYPE, text)).toBe(masked)
    expect(body('', text)).toBe(masked)
  })

  it('leaves what is not sensitive', () => {
    const text = '{"name":"Anna","tokens":5,"items":[{"price":12.5,"ok":true}],"nothing":null}'
    expect(body(JSON_TYPE, text)).toBe(text)
  })

  it('shows only names in strict', () => {
    expect(strict(JSON_TYPE, '{"name":"Anna B","n":[12,true]}')).toBe('{"name":"**** *","n":[**,****]}')
  })

  it('holds no secret under a sensitive name, and parses as it did', () => {
    const names = fc.constantFrom('password', 'accessToken', 'card_number', 'Authorization', 'ssn')
    const text = fc.string({ minLength: 8 }).map((s) => s.replace(/[\s*]/g, 'x'))
    fc.assert(
      fc.property(
        names,
        text,
        fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))),
        (name, hidden, rest) => {
          const masked = body(
            JSON_TYPE,
            JSON.stringify({ a: rest, [name]: hidden, z: { [name]: [{ b: hidden }] } }),
          )
          const parsed = JSON.parse(masked) as Record<string, unknown>
          expect(parsed[name]).toMatch(/^[*"\\,:{}[\]]*$/)
          expect(JSON.stringify(parsed['z'])).toMatch(/^[*"\\,:{}[\]a-zA-Z_]*$/)
        },
      ),
    )
  })
})

describe('other bodies', () => {
  it('masks forms', () => {
    const form = 'user=joe&password=a+b&card%5Bnumber%5D=4111111111111111&colour=blue'
    const masked = 'user=joe&password=***&card%5Bnumber%5D=****************&colour=blue'
    expect(body('application/x-www-form-urlencoded', form)).toBe(masked)
    expect(body('', form)).toBe(masked)
  })

  it('masks forms of several parts', () => {
    const part = (head: string, content: string) =>
      `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`
    const text =
      part('name="otp"', '123') +
      part('name="colour"', 'blue') +
      part('name="doc"; filename="anna cv.pdf"', 'abc') +
      '--x--'
    const masked =
      part('name="otp"', '***') +
      part('name="colour"', 'blue') +
      part('name="doc"; filename="**** ******"', '***') +
      '--x--'
    expect(body('multipart/form-data; boundary=x', text)).toBe(masked)
    expect(body('', text)).toBe(masked)
  })

  it('gives nothing of what is not text', () => {
    expect(body('image/png', 'x')).toBe('')
    expect(body('application/octet-stream', 'x')).toBe('')
  })

  it('reads 64 KB', () => {
    expect(body('text/plain', 'x'.repeat(100_000))).toHaveLength(65_536)
  })

  it('never takes long', () => {
    for (const piece of ['{"a":', '"token":[', '\\"', '--x\r\n', 'a=b&', '"password":"\\\\']) {
      const before = performance.now()
      body('', piece.repeat(65_536 / piece.length))
      expect(performance.now() - before).toBeLessThan(3_000)
    }
  })

  it('holds no secret afterwards, and is masked once and for all', () => {
    const around = fc.constantFrom('{"a":"', '[1,', 'x=', '<p>', 'a\n', '{"b":{"c":["')
    fc.assert(
      fc.property(
        fc.constantFrom(JSON_TYPE, '', 'text/html', 'application/x-www-form-urlencoded'),
        around,
        secret,
        (type, before, hidden) => {
          const masked = body(type, before + hidden)
          expect(masked).not.toContain(hidden)
          expect(body(type, masked)).toBe(masked)
        },
      ),
    )
  })
})
