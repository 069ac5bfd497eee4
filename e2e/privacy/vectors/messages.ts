import { file } from './files.ts'
import { card, email, jwt, secret, word } from './tokens.ts'
import { masked, ordinary, run, type Vector } from './vector.ts'

/** A socket whose server says everything back. */
const talked = (data: string, url = '/', protocols = '[]') =>
  `const s = new WebSocket(location.origin.replace('http', 'ws') + '${url}', ${protocols}); await new Promise((f) => (s.onopen = f)); s.send(${data}); await new Promise((f) => (s.onmessage = f)); s.close(); await frame()`
const hidden = (id: string, token: string, data: (token: string) => string): Vector =>
  masked(`messages/${id}`, token, '', (t) => [run(talked(data(t)))])

/** A source of events, read up to the first of a type. */
const heard = (body: string, type = 'message') =>
  `const e = new EventSource('${file('text/event-stream', body)}'); await new Promise((f) => e.addEventListener('${type}', f)); e.close(); await frame()`
const source = (id: string, token: string, body: (token: string) => string, type?: string): Vector =>
  masked(`messages/source-${id}`, token, '', (t) => [run(heard(body(t), type))])

/** What goes over sockets and comes from event sources. */
export const messageVectors = (): Vector[] => [
  hidden('json', secret(), (t) => `'{"type":"login","password":"${t}"}'`),
  hidden('socket-io', secret(), (t) => `'42["login",{"token":"${t}"}]'`),
  hidden('card', card(), (t) => `'pay with ${t}'`),
  hidden('email', email(), (t) => `'{"to":"${t}"}'`),
  hidden('jwt', jwt(), (t) => `'${t}'`),
  hidden('form', secret(), (t) => `'a=b&secret=${t}'`),
  hidden('bytes', secret(), (t) => `new TextEncoder().encode('${t}')`),
  hidden('blob', secret(), (t) => `new Blob(['${t}'])`),
  hidden('long', secret(), (t) => `'{"a":"${'word '.repeat(1_700)}","password":"${t}"}'`),
  masked('messages/address', secret(), '', (t) => [run(talked("'x'", `/live?token=${t}`))]),
  masked('messages/protocol', card(), '', (t) => [run(talked("'x'", '/', `['v${t}']`))]),
  masked('messages/close', card(), '', (t) => [
    run(
      `const s = new WebSocket(location.origin.replace('http', 'ws')); await new Promise((f) => (s.onopen = f)); s.close(4000, 'card ${t}'); await new Promise((f) => (s.onclose = f)); await frame()`,
    ),
  ]),
  source('json', secret(), (t) => `data: {"apiKey":"${t}"}\n\n`),
  source('card', card(), (t) => `data: card ${t}\n\n`),
  source('named', secret(), (t) => `event: price\ndata: {"token":"${t}"}\n\n`, 'price'),
  source('name', card(), (t) => `event: e${t}\ndata: x\n\ndata: y\n\n`),
  source('id', secret(), (t) => `id: ${t}\ndata: x\n\n`),
  ordinary('messages/word', word(), '', (t) => [run(talked(`'{"colour":"${t}"}'`))]),
  ordinary('messages/source-word', word(), '', (t) => [run(heard(`data: {"colour":"${t}"}\n\n`))]),
]
