import { file } from './files.ts'
import { card, email, githubToken, jwt, secret, ssn, word } from './tokens.ts'
import { masked, ordinary, run, type Vector } from './vector.ts'

const JSON_TYPE = 'application/json'
const FORM_TYPE = 'application/x-www-form-urlencoded'

const done = (code: string) => `${code}; await frame()`
const hidden = (id: string, token: string, code: (token: string) => string): Vector =>
  masked(`bodies/${id}`, token, '', (t) => [run(done(code(t)))])
const shown = (id: string, token: string, code: (token: string) => string): Vector =>
  ordinary(`bodies/${id}`, token, '', (t) => [run(done(code(t)))])

/** The page asks for a body, and reads it in one of the ways there are. */
const answered = (id: string, token: string, type: string, body: (token: string) => string, read = 'text') =>
  hidden(`answer-${id}`, token, (t) => `await (await fetch('${file(type, body(t))}')).${read}()`)
/** The page sends a body of a type of its own. */
const posted = (id: string, token: string, type: string, body: (token: string) => string) =>
  hidden(
    `sent-${id}`,
    token,
    (t) =>
      `await fetch('/api/a', { method: 'POST', headers: { 'content-type': '${type}' }, body: ${JSON.stringify(body(t))} })`,
  )
const xhr = (
  id: string,
  token: string,
  type: string,
  responseType: string,
  body: (token: string) => string,
) =>
  hidden(
    `xhr-${id}`,
    token,
    (t) =>
      `const x = new XMLHttpRequest(); x.open('GET', '${file(type, body(t))}'); x.responseType = '${responseType}'; const d = new Promise((f) => (x.onloadend = f)); x.send(); await d`,
  )
const form = (id: string, token: string, append: (token: string) => string) =>
  hidden(
    `form-${id}`,
    token,
    (t) => `const f = new FormData(); ${append(t)}; await fetch('/api/a', { method: 'POST', body: f })`,
  )

/** Bodies of requests and answers, in the forms in which pages send and read them; and headers. */
export const bodyVectors = (): Vector[] => [
  answered('json', secret(), JSON_TYPE, (t) => `{"a":{"refresh_token":"${t}"}}`, 'json'),
  answered('json-array', secret(), JSON_TYPE, (t) => `[{"name":"x","apiKey":"${t}"}]`, 'json'),
  answered('json-buffer', secret(), JSON_TYPE, (t) => `{"password":"${t}"}`, 'arrayBuffer'),
  answered('json-blob', secret(), JSON_TYPE, (t) => `{"otp":"${t}"}`, 'blob'),
  answered('json-unread', secret(), JSON_TYPE, (t) => `{"clientSecret":"${t}"}`, 'clone'),
  answered('problem-json', secret(), 'application/problem+json', (t) => `{"cvc":"${t}"}`),
  answered('lines', secret(), 'application/x-ndjson', (t) => `{"n":1}\n{"token":"${t}"}\n`),
  answered('cut-json', secret(), JSON_TYPE, (t) => `{"pin":"${t}`),
  answered('card', card(), 'text/plain', (t) => `Paid with ${t}`),
  answered('card-number', card(), JSON_TYPE, (t) => `{"n":${t}}`),
  answered('email', email(), 'text/html', (t) => `<p>Hello ${t}</p>`),
  answered('ssn', ssn(), 'text/csv', (t) => `name,number\nAnna,${t}`),
  answered('jwt', jwt(), JSON_TYPE, (t) => `{"a":"${t}"}`),
  answered('github-token', githubToken(), 'text/plain', (t) => `use ${t} here`),
  answered('address', secret(), JSON_TYPE, (t) => `{"next":"https://x.example/a?token=${t}"}`),
  answered('xml', email(), 'application/xml', (t) => `<user mail="${t}"/>`),
  answered('script', card(), 'text/javascript', (t) => `pay("${t}")`),
  answered('form', secret(), FORM_TYPE, (t) => `a=b&access_token=${t}`),
  answered('long', secret(), JSON_TYPE, (t) => `{"a":"${'word '.repeat(13_000)}","password":"${t}"}`),
  hidden(
    'answer-stream',
    secret(),
    (t) =>
      `const r = (await fetch('${file(JSON_TYPE, `{"token":"${t}"}`)}')).body.getReader(); while (!(await r.read()).done);`,
  ),
  posted('json', secret(), JSON_TYPE, (t) => `{"user":{"passphrase":"${t}"}}`),
  posted(
    'graphql',
    secret(),
    JSON_TYPE,
    (t) =>
      `{"operationName":"a","query":"mutation a($p: String!) { a(p: $p) }","variables":{"input":{"currentPassword":"${t}"}}}`,
  ),
  posted('graphql-text', card(), 'application/graphql', (t) => `mutation { pay(number: "${t}") }`),
  posted('form', secret(), FORM_TYPE, (t) => `colour=blue&user%5Bpassword%5D=${t}`),
  posted('json-as-text', secret(), 'text/plain', (t) => `{"authToken":"${t}"}`),
  posted('json-in-json', secret(), JSON_TYPE, (t) => JSON.stringify({ body: JSON.stringify({ secret: t }) })),
  posted('card', card(), JSON_TYPE, (t) => `{"n":"${t}"}`),
  posted('binary', secret(), 'application/octet-stream', (t) => t),
  posted('unknown-type', secret(), 'application/x-whatever', (t) => `password=${t}`),
  hidden(
    'sent-blob',
    secret(),
    (t) =>
      `await fetch('/api/a', { method: 'POST', body: new Blob(['{"token":"${t}"}'], { type: 'application/json' }) })`,
  ),
  hidden(
    'sent-blob-of-bytes',
    secret(),
    (t) => `await fetch('/api/a', { method: 'POST', body: new Blob(['${t}']) })`,
  ),
  hidden(
    'sent-bytes',
    secret(),
    (t) => `await fetch('/api/a', { method: 'POST', body: new TextEncoder().encode('${t}') })`,
  ),
  hidden(
    'sent-json-bytes',
    secret(),
    (t) =>
      `await fetch('/api/a', { method: 'POST', headers: { 'content-type': 'application/json' }, body: new TextEncoder().encode('{"password":"${t}"}') })`,
  ),
  hidden(
    'sent-request',
    secret(),
    (t) =>
      `await fetch(new Request('/api/a', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"password":"${t}"}' }))`,
  ),
  hidden('beacon', secret(), (t) => `navigator.sendBeacon('/api/a', '{"sessionToken":"${t}"}')`),
  hidden(
    'beacon-blob',
    secret(),
    (t) =>
      `navigator.sendBeacon('/api/a', new Blob(['{"sessionToken":"${t}"}'], { type: 'application/json' }))`,
  ),
  hidden(
    'xhr-sent-document',
    secret(),
    (t) =>
      `const x = new XMLHttpRequest(); x.open('POST', '/api/a'); const d = new Promise((f) => (x.onloadend = f)); x.send(new DOMParser().parseFromString('<p data-private>${t}</p>', 'text/html')); await d`,
  ),
  form('value', secret(), (t) => `f.append('new-password', '${t}')`),
  form('card', card(), (t) => `f.append('note', 'my card ${t}')`),
  form('file', secret(), (t) => `f.append('a', new File(['${t}'], 'a.txt', { type: 'text/plain' }))`),
  form('file-name', secret(), (t) => `f.append('a', new File(['x'], '${t}.txt'))`),
  form('name', card(), (t) => `f.append('${t}', 'x')`),
  form('quotes', secret(), (t) => `f.append('a"; name="b', 'x'); f.append('pin', '${t}')`),
  xhr('text', secret(), JSON_TYPE, '', (t) => `{"accessToken":"${t}"}`),
  xhr('json', secret(), JSON_TYPE, 'json', (t) => `{"a":[{"accessToken":"${t}"}]}`),
  xhr('buffer', secret(), JSON_TYPE, 'arraybuffer', (t) => `{"accessToken":"${t}"}`),
  xhr('blob', secret(), JSON_TYPE, 'blob', (t) => `{"accessToken":"${t}"}`),
  xhr('document', secret(), 'text/html', 'document', (t) => `<p title="${t}">x</p>`),
  xhr('card', card(), 'text/plain', 'text', (t) => `card ${t}`),
  hidden('header-card', card(), (t) => `await fetch('/api/a', { headers: { 'x-note': '${t}' } })`),
  hidden(
    'header-list',
    secret(),
    (t) => `await fetch('/api/a', { headers: [['Proxy-Authorization', '${t}'], ['x-csrf-token', '${t}']] })`,
  ),
  hidden(
    'header-object',
    secret(),
    (t) => `await fetch('/api/a', { headers: new Headers({ 'X-Session-Token': '${t}' }) })`,
  ),
  hidden(
    'header-address',
    secret(),
    (t) => `await fetch('/api/a', { headers: { 'x-original-url': 'https://x.example/?token=${t}' } })`,
  ),
  hidden('header-name', card(), (t) => `await fetch('/api/a', { headers: { 'x-${t}': 'a' } })`),
  hidden('initiator', card(), (t) => `await ({ async ['f${t}']() { await fetch('/api/a') } })['f${t}']()`),
  shown(
    'answer-word',
    word(),
    (t) => `await (await fetch('${file(JSON_TYPE, `{"colour":"${t}"}`)}')).json()`,
  ),
  shown(
    'sent-word',
    word(),
    (t) => `await fetch('/api/a', { method: 'POST', body: JSON.stringify({ colour: '${t}' }) })`,
  ),
  shown(
    'form-word',
    word(),
    (t) =>
      `const f = new FormData(); f.append('colour', '${t}'); await fetch('/api/a', { method: 'POST', body: f })`,
  ),
  shown('header-word', word(), (t) => `await fetch('/api/a', { headers: { 'x-colour': '${t}' } })`),
  shown(
    'xhr-word',
    word(),
    (t) =>
      `const x = new XMLHttpRequest(); x.open('GET', '${file('text/plain', t)}'); const d = new Promise((f) => (x.onloadend = f)); x.send(); await d`,
  ),
]
