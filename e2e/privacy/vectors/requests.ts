import { file } from './files.ts'
import { card, random, secret, word } from './tokens.ts'
import { masked, ordinary, run, structural, type Vector } from './vector.ts'

const sent = (id: string, token: string, code: (token: string) => string): Vector =>
  masked(`requests/${id}`, token, '', (t) => [run(`${code(t)}; await frame()`)])

/** Requests in every form, and what comes back: addresses, methods, types and words of answers. */
export const requestVectors = (): Vector[] => [
  sent(
    'request-object',
    secret(),
    (t) =>
      `fetch(new Request('/api/a?token=${t}', { method: 'POST', body: JSON.stringify({ token: '${t}' }) }))`,
  ),
  sent('url-object', secret(), (t) => `fetch(new URL('/api/a?token=${t}', location.href))`),
  sent('object-as-address', secret(), (t) => `fetch({ toString: () => '/api/a?token=${t}' })`),
  sent('method', secret(), (t) => `fetch('/api/a', { method: '${t}' }).catch(() => {})`),
  sent('method-of-xhr', card(), (t) => `const x = new XMLHttpRequest(); x.open('m${t}', '/api/a'); x.send()`),
  sent('reason', card(), (t) => `fetch('${file('text/plain', 'x', `Card ${t}`)}')`),
  sent(
    'reason-of-xhr',
    card(),
    (t) =>
      `const x = new XMLHttpRequest(); x.open('GET', '${file('text/plain', 'x', `Card ${t}`)}'); x.send()`,
  ),
  sent('content-type', card(), (t) => `fetch('${file(`text/plain; name="${t}"`, 'x')}')`),
  sent('content-type-secret', secret(), (t) => `fetch('${file(`multipart/mixed; boundary=${t}`, 'x')}')`),
  sent('relative-query', secret(), (t) => `fetch('?session_token=${t}')`),
  sent('fragment', secret(), (t) => `fetch('/api/a#access_token=${t}')`),
  sent('token-in-path', 'pq' + random(), (t) => `fetch('/api/reset/${t}')`),
  sent(
    'user-in-xhr',
    secret(),
    (t) => `const x = new XMLHttpRequest(); x.open('GET', '/api/a', true, 'joe', '${t}'); x.send()`,
  ),
  sent('data-address', secret(), (t) => `fetch('data:text/plain,${t}')`),
  sent('blob-address', secret(), (t) => `fetch(URL.createObjectURL(new Blob(['${t}'])))`),
  sent('refused', secret(), (t) => `fetch('http://localhost:9/?token=${t}').catch(() => {})`),
  sent(
    'event-source',
    secret(),
    (t) => `new EventSource('/api/a?token=${t}').onerror = ({ target }) => target.close()`,
  ),
  sent('worker', secret(), (t) => `new Worker('${file('text/javascript', '')}?token=${t}').terminate()`),
  sent(
    'beacon-body',
    secret(),
    (t) => `navigator.sendBeacon('/api/a', new URLSearchParams({ password: '${t}' }))`,
  ),
  sent(
    'form-in-frame',
    secret(),
    (t) =>
      `const f = document.createElement('form'); f.target = 'fg1'; f.action = '/api/a'; f.innerHTML = '<iframe name="fg1"></iframe><input name="password" type="password" value="${t}">'; document.body.append(f); f.submit()`,
  ),
  sent(
    'script',
    secret(),
    (t) =>
      `document.head.append(Object.assign(document.createElement('script'), { src: '${file('text/javascript', '')}?token=${t}' }))`,
  ),
  sent(
    'missing-image',
    secret(),
    (t) =>
      `document.body.append(Object.assign(document.createElement('img'), { src: '/broken?token=${t}', alt: 'x' }))`,
  ),
  sent(
    'missing-image-in-private',
    secret(),
    (t) =>
      `const d = document.createElement('div'); d.dataset.private = ''; d.innerHTML = '<img src="/broken/${t}" alt="${t}">'; document.body.append(d)`,
  ),
  sent(
    'missing-script-in-private',
    secret(),
    (t) =>
      `const d = document.createElement('div'); d.dataset.private = ''; d.append(Object.assign(document.createElement('script'), { src: '/broken/${t}.js', title: '${t}' })); document.body.append(d)`,
  ),
  sent(
    'preload',
    secret(),
    (t) =>
      `document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'image', href: '/pixel.png?token=${t}' }))`,
  ),
  sent(
    'clipboard',
    secret(),
    (t) =>
      `navigator.clipboard?.writeText('${t}').catch(() => {}); const d = new DataTransfer(); d.setData('text/plain', '${t}'); document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: d })); document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, dataTransfer: d }))`,
  ),
  ordinary('requests/reason-word', word(), '', (t) => [run(`await fetch('${file('text/plain', 'x', t)}')`)]),
  structural('requests/method-of-webdav', 'PROPFIND', '', (t) => [
    run(`await fetch('/api/a', { method: '${t}' })`),
  ]),
]
