import { card, email, jwt, secret, word } from './tokens.ts'
import { masked, ordinary, run, type Vector } from './vector.ts'

const logged = (id: string, token: string, code: (token: string) => string, prefix?: number): Vector =>
  masked(`values/${id}`, token, '', (t) => [run(code(t))], prefix)
const thrown = (id: string, token: string, code: (token: string) => string): Vector =>
  masked(`thrown/${id}`, token, '', (t) => [
    run(`setTimeout(() => { ${code(t)} }); await frame(); await frame()`),
  ])

/** Values of the page's code that are logged or thrown: deep, in pieces, hostile. */
export const valueVectors = (): Vector[] => [
  logged('label-with-colon', secret(), (t) => `console.log('Your password:', '${t}')`),
  logged('label-with-equals', secret(), (t) => `console.log('token =', '${t}')`),
  logged('label-is-name', secret(), (t) => `console.log('accessToken', '${t}')`),
  logged('label-before-object', secret(), (t) => `console.log('credentials:', { a: ['${t}'] })`),
  logged('label-before-number', '93817264', (t) => `console.log('pin:', ${t})`),
  logged('format-named', secret(), (t) => `console.log('token=%s and more', '${t}')`),
  logged('format-second', secret(), (t) => `console.info('user %s, password: "%s"', 'x', '${t}')`),
  logged('format-with-style', secret(), (t) => `console.log('%cToken: %s', 'color: red', '${t}')`),
  logged('format-object', secret(), (t) => `console.warn('apiKey: %o', { x: '${t}' })`),
  logged('entries', secret(), (t) => `console.log(Object.entries({ password: '${t}' }))`),
  logged(
    'form-data',
    secret(),
    (t) => `const f = new FormData(); f.set('passwd', '${t}'); console.log(f, [...f])`,
  ),
  logged(
    'search-params',
    secret(),
    (t) => `const p = new URLSearchParams({ access_token: '${t}' }); console.log(p, [...p], '' + p)`,
  ),
  logged(
    'headers',
    secret(),
    (t) => `const h = new Headers({ authorization: 'Bearer ${t}' }); console.log(h, [...h])`,
  ),
  logged(
    'url-object',
    secret(),
    (t) => `const u = new URL('https://x.example/?token=${t}'); console.log(u, { u }, u.href, u.search)`,
  ),
  logged(
    'request-object',
    secret(),
    (t) => `console.log(new Request('/a?token=${t}', { headers: { 'x-api-key': '${t}' } }))`,
  ),
  logged('blob-and-file', secret(), (t) => `console.log(new Blob(['${t}']), new File(['${t}'], '${t}.txt'))`),
  logged('blob-address', secret(), (t) => `console.log(URL.createObjectURL(new Blob(['${t}'])))`),
  logged('proxy', secret(), (t) => `console.log(new Proxy({ password: '${t}' }, {}))`),
  logged(
    'revoked-proxy',
    card(),
    (t) =>
      `const { proxy, revoke } = Proxy.revocable({ n: '${t}' }, {}); revoke(); console.log(proxy, '${t}')`,
  ),
  logged('getter-throws', card(), (t) => `console.log({ get a() { throw new Error('${t}') }, b: '${t}' })`),
  logged(
    'to-string',
    card(),
    (t) => `console.log({ toString() { return '${t}' }, toJSON() { return '${t}' } })`,
  ),
  logged(
    'to-string-tag',
    card(),
    (t) => `console.log({ [Symbol.toStringTag]: '${t}', [Symbol('${t}')]: 1 })`,
  ),
  logged('boxed-string', card(), (t) => `console.log(new String('${t}'), Object('${t}'), Object(${t}n))`),
  logged('characters', card(), (t) => `console.log([...'${t}'])`),
  logged('groups', card(' '), (t) => `console.log('${t}'.split(' '))`),
  logged('digits', card(), (t) => `console.log([...'${t}'].map(Number))`),
  logged('bytes', card(), (t) => `console.log(new TextEncoder().encode('${t}'))`),
  logged('bytes-in-array', email(), (t) => `console.log(Array.from(new TextEncoder().encode('${t}')))`),
  logged(
    'char-codes',
    card(),
    (t) => `console.log(new Uint16Array(Array.from('${t}', (c) => c.charCodeAt())))`,
  ),
  logged(
    'array-buffer',
    card(),
    (t) =>
      `console.log(new TextEncoder().encode('${t}').buffer, new DataView(new TextEncoder().encode('${t}').buffer))`,
  ),
  logged('big-array', card(), (t) => `console.log(new BigUint64Array([${t}n]))`),
  logged('cut-string', card(), (t) => `console.log('x '.repeat(2493) + '${t}')`, 8),
  logged('cut-string-with-spaces', card(' '), (t) => `console.log('x '.repeat(2493) + '${t}')`, 9),
  logged('cut-jwt', jwt(), (t) => `console.log('x '.repeat(2480) + '${t}')`, 30),
  logged('cut-message', card(), (t) => `console.error(new Error('x '.repeat(4993) + '${t}'))`, 8),
  logged('long-key', card(), (t) => `console.log({ ['k'.repeat(300) + ' ${t}']: 1 })`),
  logged('table-with-columns', secret(), (t) => `console.table([{ user: 'x', password: '${t}' }], ['user'])`),
  logged('table-of-arrays', secret(), (t) => `console.table([['password', '${t}']])`),
  logged('dir', secret(), (t) => `console.dir({ deep: { apiKey: '${t}' } }, { depth: 9 })`),
  logged('trace', card(), (t) => `console.trace('${t}')`),
  logged('group-collapsed', email(), (t) => `console.groupCollapsed('%s', '${t}'); console.groupEnd('${t}')`),
  logged(
    'other-methods',
    card(),
    (t) =>
      `console.time('${t}'); console.timeLog('${t}', '${t}'); console.timeEnd('${t}'); console.count('${t}'); console.dirxml('${t}'); performance.mark('${t}')`,
  ),
  logged('template', card(' '), (t) => `console.log(\`Paid with ${t}.\`)`),
  logged(
    'tagged-template',
    card(),
    (t) => `((strings) => console.log(strings, strings.raw))\`Paid with ${t}\``,
  ),
  logged(
    'aggregate-error',
    card(),
    (t) => `console.error(new AggregateError([new Error('${t}'), '${t}'], '${t}'))`,
  ),
  logged('error-name', card(), (t) => `console.error(Object.assign(new Error('x'), { name: 'E${t}' }))`),
  logged(
    'error-stack-replaced',
    card(),
    (t) =>
      `console.error(Object.assign(new Error('x'), { stack: 'at ${t}\\n    at f (https://x.example/?n=${t}:1:1)' }))`,
  ),
  logged(
    'error-stack-object',
    card(),
    (t) => `console.error(Object.assign(new Error('x'), { stack: { a: '${t}' }, message: { b: '${t}' } }))`,
  ),
  logged(
    'cause-of-cause',
    secret(),
    (t) => `console.error(new Error('x', { cause: new Error('y', { cause: { clientSecret: '${t}' } }) }))`,
  ),
  logged('dom-exception', card(), (t) => `console.error(new DOMException('${t}', 'Error${t}'))`),
  logged(
    'node-in-object',
    secret(),
    (t) =>
      `const i = document.createElement('input'); i.setAttribute('value', '${t}'); i.name = 'x'; console.log({ i: [i, new Map([[i, i]])] })`,
  ),
  logged(
    'nodes',
    secret(),
    (t) =>
      `const d = document.createElement('div'); d.innerHTML = '<p title="${t}">${t}</p><!--${t}-->'; console.log(d.childNodes, d.children, d.firstChild.attributes, d.firstChild.firstChild, d.lastChild)`,
  ),
  logged(
    'event-of-keys',
    secret(),
    (t) =>
      `console.log(new KeyboardEvent('keydown', { key: '${t}' }), new CustomEvent('x', { detail: { password: '${t}' } }))`,
  ),
  logged(
    'cycle',
    secret(),
    (t) => `const o = { password: '${t}' }; o.self = o; o.map = new Map([[o, o]]); console.log(o)`,
  ),
  logged('symbol-for', email(), (t) => `console.log(Symbol.for('${t}'), { [Symbol.for('x')]: '${t}' })`),
  logged(
    'weak',
    secret(),
    (t) =>
      `console.log(new WeakMap([[{}, '${t}']]), new WeakRef({ token: '${t}' }), Promise.resolve('${t}'))`,
  ),
  logged(
    'storage',
    secret(),
    (t) =>
      `localStorage.setItem('token', '${t}'); sessionStorage.setItem('password', '${t}'); console.log(localStorage, sessionStorage); localStorage.clear()`,
  ),
  logged(
    'cookie',
    secret(),
    (t) =>
      `document.cookie = 'session_id=${t}'; console.log(document.cookie); document.cookie = 'session_id=; max-age=0'`,
  ),
  logged(
    'message',
    secret(),
    (t) =>
      `postMessage({ token: '${t}' }, '*'); window.name = '${t}'; new BroadcastChannel('x').postMessage('${t}')`,
  ),
  ordinary('values/label-of-prose', word(), '', (t) => [run(`console.log('Invalid password', '${t}')`)]),
  ordinary('values/label-after', word(), '', (t) => [run(`console.log('order:', '${t}', 'token count')`)]),
  ordinary('values/pair', word(), '', (t) => [run(`console.log([['colour', '${t}']])`)]),
  ordinary('values/numbers', '81,82,83,84', '', (t) => [run(`console.log([${t}])`)]),
  thrown('name', card(), (t) => `throw Object.assign(new Error('x'), { name: 'E${t}' })`),
  thrown('class-name', card(), (t) => `throw new (class E${t} extends Error { name = 'E${t}' })('x')`),
  thrown('cause', secret(), (t) => `throw new Error('x', { cause: { password: '${t}' } })`),
  thrown('aggregate', card(), (t) => `Promise.any([Promise.reject(new Error('${t}'))])`),
  thrown('aggregate-thrown', card(), (t) => `throw new AggregateError([new Error('${t}')], 'x ${t}')`),
  thrown('reported', email(), (t) => `reportError(new RangeError('${t}'))`),
  thrown('symbol', card(), (t) => `throw Symbol('${t}')`),
  thrown('bigint', card(), (t) => `throw ${t}n`),
  thrown('number', card(), (t) => `throw ${t}`),
  thrown('array', secret(), (t) => `throw [['password', '${t}']]`),
  thrown('function', card(), (t) => `throw Object.defineProperty(() => {}, 'name', { value: 'f${t}' })`),
  thrown(
    'source-url',
    secret(),
    (t) => `(0, eval)('throw new Error("x")\\n//# sourceURL=https://x.example/a.js?token=${t}')`,
  ),
  thrown(
    'made-event',
    card(),
    (t) =>
      `dispatchEvent(new ErrorEvent('error', { message: 'no ${t}', filename: 'https://x.example/?n=${t}', error: '${t}' }))`,
  ),
  thrown(
    'made-event-address',
    secret(),
    (t) =>
      `dispatchEvent(new ErrorEvent('error', { message: 'x', filename: 'https://x.example/?token=${t}' }))`,
  ),
  thrown(
    'import',
    secret(),
    (t) =>
      `import('/none-${t}.js?token=${t}').catch((error) => { throw new Error(error.message.replace('none-${t}', 'none')) })`,
  ),
  thrown('json-parse', card(), (t) => `JSON.parse('${t} is no JSON')`),
  thrown('not-a-function', card(), (t) => `const o = { f${t}: 1 }; o.f${t}()`),
  thrown('selector', email(), (t) => `document.querySelector('[x="${t}"')`),
  thrown('abort-reason', card(), (t) => `fetch('/api/a', { signal: AbortSignal.abort(new Error('${t}')) })`),
  thrown('address-with-password', secret(), (t) => `fetch('https://joe:${t}@x.example/')`),
]
