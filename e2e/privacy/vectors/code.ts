import { card, email, githubToken, jwt, secret, ssn, word } from './tokens.ts'
import { masked, ordinary, run, structural, type Vector } from './vector.ts'

const logged = (id: string, token: string, code: (token: string) => string): Vector =>
  masked(`console/${id}`, token, '', (t) => [run(code(t))])
const thrown = (id: string, token: string, code: (token: string) => string): Vector =>
  masked(`errors/${id}`, token, '', (t) => [run(`setTimeout(() => { ${code(t)} }); await frame()`)])
const sent = (id: string, token: string, code: (token: string) => string): Vector =>
  masked(`network/${id}`, token, '', (t) => [run(`${code(t)}; await frame()`)])

/** What the page's code logs, throws and sends. */
export const codeVectors = (): Vector[] => [
  logged('card', card(), (t) => `console.log('paying with', '${t}')`),
  logged('card-number', card(), (t) => `console.log(${t})`),
  logged('email', email(), (t) => `console.info('hello ${t}')`),
  logged('jwt', jwt(), (t) => `console.debug('${t}')`),
  logged('object-key', secret(), (t) => `console.log({ user: 'x', accessToken: '${t}' })`),
  logged('object-key-case', secret(), (t) => `console.log({ 'X-API-KEY': '${t}' })`),
  logged('nested', secret(), (t) => `console.log({ a: [{ b: { password: '${t}' } }] })`),
  logged('under-key', secret(), (t) => `console.log({ credentials: { a: { b: ['${t}'] } } })`),
  logged('map', secret(), (t) => `console.log(new Map([['refresh_token', '${t}']]))`),
  logged('map-key', email(), (t) => `console.log(new Map([['${t}', 1]]))`),
  logged('set', card(), (t) => `console.log(new Set(['${t}']))`),
  logged('key-is-secret', card(), (t) => `console.log({ '${t}': true })`),
  logged('json-text', secret(), (t) => `console.log(JSON.stringify({ password: '${t}' }))`),
  logged(
    'json-in-json',
    secret(),
    (t) => `console.log(JSON.stringify({ body: JSON.stringify({ password: '${t}' }) }))`,
  ),
  logged('key-equals-value', secret(), (t) => `console.log('password=${t}')`),
  logged('url', secret(), (t) => `console.log('GET https://example.org/a?token=${t}')`),
  logged('error', card(), (t) => `console.error(new Error('declined ${t}'))`),
  logged('error-cause', card(), (t) => `console.error(new Error('x', { cause: new Error('${t}') }))`),
  logged(
    'error-property',
    secret(),
    (t) => `console.error(Object.assign(new Error('x'), { authToken: '${t}' }))`,
  ),
  logged(
    'dom-node',
    secret(),
    (t) => `const i = document.createElement('input'); i.setAttribute('value', '${t}'); console.log(i)`,
  ),
  logged(
    'dom-node-data',
    card(),
    (t) => `const i = document.createElement('p'); i.dataset.x = '${t}'; console.log(i)`,
  ),
  logged('table', card(), (t) => `console.table([{ n: '${t}' }])`),
  logged('assert', email(), (t) => `console.assert(false, '${t}')`),
  logged('group', ssn(), (t) => `console.group('${t}'); console.groupEnd()`),
  logged('format', card(), (t) => `console.warn('%s is wrong', '${t}')`),
  logged('github-token', githubToken(), (t) => `console.log('${t}')`),
  logged('symbol', card(), (t) => `console.log(Symbol('${t}'))`),
  logged('regexp', card(), (t) => `console.log(/${t}/)`),
  logged('bigint', card(), (t) => `console.log(${t}n)`),
  logged('class-name', card(), (t) => `console.log(new (class c${t} {})())`),
  logged('function-name', card(), (t) => `console.log({ ['f${t}']() {} }['f${t}'])`),
  ordinary('console/word', word(), '', (t) => [run(`console.log('${t}')`)]),
  ordinary('console/object', word(), '', (t) => [run(`console.log({ colour: ['${t}'] })`)]),
  ordinary('console/number', '8123.4567', '', (t) => [run(`console.log(${t})`)]),
  structural('console/key', word(), '', (t) => [run(`console.log({ ${t}: 1 })`)]),
  thrown('message', card(), (t) => `throw new Error('declined ${t}')`),
  thrown('email', email(), (t) => `throw new TypeError('no ${t}')`),
  thrown('string', card(), (t) => `throw '${t}'`),
  thrown('object', secret(), (t) => `throw { token: '${t}' }`),
  thrown('rejection', card(), (t) => `Promise.reject(new Error('${t}'))`),
  thrown('rejection-object', secret(), (t) => `Promise.reject({ secret: '${t}' })`),
  thrown('json', secret(), (t) => `throw new Error(JSON.stringify({ client_secret: '${t}' }))`),
  thrown('url-in-message', secret(), (t) => `throw new Error('failed: https://example.org/a?api_key=${t}')`),
  ordinary('errors/word', word(), '', (t) => [
    run(`setTimeout(() => { throw new Error('${t}') }); await frame()`),
  ]),
  sent('fetch-query', secret(), (t) => `fetch('/api/a?token=${t}')`),
  sent('fetch-email', email(), (t) => `fetch('/api/a?to=${t}')`),
  sent('fetch-path', card(), (t) => `fetch('/api/cards/${t}')`),
  sent('fetch-header', secret(), (t) => `fetch('/api/a', { headers: { authorization: 'Bearer ${t}' } })`),
  sent('fetch-header-case', secret(), (t) => `fetch('/api/a', { headers: { 'x-API-Key': '${t}' } })`),
  sent(
    'fetch-json',
    secret(),
    (t) =>
      `fetch('/api/a', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: 'x', password: '${t}' }) })`,
  ),
  sent(
    'fetch-graphql',
    secret(),
    (t) =>
      `fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: 'mutation {}', variables: { input: { newPassword: '${t}' } } }) })`,
  ),
  sent(
    'fetch-form',
    secret(),
    (t) => `fetch('/api/a', { method: 'POST', body: new URLSearchParams({ passwd: '${t}' }) })`,
  ),
  sent(
    'fetch-multipart',
    secret(),
    (t) => `const f = new FormData(); f.append('otp', '${t}'); fetch('/api/a', { method: 'POST', body: f })`,
  ),
  sent(
    'fetch-card-in-body',
    card(),
    (t) => `fetch('/api/a', { method: 'POST', body: JSON.stringify({ n: '${t}' }) })`,
  ),
  sent(
    'xhr-query',
    secret(),
    (t) => `const x = new XMLHttpRequest(); x.open('GET', '/api/a?access_token=${t}'); x.send()`,
  ),
  sent(
    'xhr-header',
    secret(),
    (t) =>
      `const x = new XMLHttpRequest(); x.open('GET', '/api/a'); x.setRequestHeader('X-Auth-Token', '${t}'); x.send()`,
  ),
  sent(
    'xhr-body',
    secret(),
    (t) => `const x = new XMLHttpRequest(); x.open('POST', '/api/a'); x.send('pin=${t}')`,
  ),
  sent('beacon', secret(), (t) => `navigator.sendBeacon('/api/a?sid=${t}', 'x')`),
  sent('image', secret(), (t) => `new Image().src = '/pixel.png?token=${t}'`),
  sent(
    'answer-json',
    'answered-' + secret(),
    (t) => `fetch('/api/echo?body=' + encodeURIComponent(btoa(JSON.stringify({ refreshToken: '${t}' }))))`,
  ),
  sent(
    'websocket',
    secret(),
    (t) => `const w = new WebSocket('ws://localhost:9/?token=${t}'); w.onerror = () => {}`,
  ),
  ordinary('network/path', word(), '', (t) => [run(`fetch('/api/${t}'); await frame()`)]),
  ordinary('network/parameter', word(), '', (t) => [run(`fetch('/api/a?colour=${t}'); await frame()`)]),
]
