import { card, email, jwt, random, secret, ssn, word } from './tokens.ts'
import { masked, ordinary, run, type Vector } from './vector.ts'

const linked = (id: string, token: string, url: (token: string) => string): Vector =>
  masked(`urls/${id}`, token, (t) => `<a href="${url(t)}">x</a>`)
const shown = (id: string, token: string, url: (token: string) => string): Vector =>
  ordinary(`urls/${id}`, token, (t) => `<a href="${url(t)}">x</a>`)

/** Addresses: query, fragment, path, user and password; in every attribute that holds one. */
export const urlVectors = (): Vector[] => [
  linked('token', secret(), (t) => `/a?token=${t}`),
  linked('access-token-fragment', secret(), (t) => `/a#access_token=${t}&state=1`),
  linked('password', secret(), (t) => `/a?user=x&password=${t}`),
  linked('api-key', secret(), (t) => `https://api.example.org/v1?apiKey=${t}`),
  linked('session-id', secret(), (t) => `/a;jsessionid=${t}`),
  linked('signature', secret(), (t) => `https://cdn.example.org/f.png?X-Amz-Signature=${t}`),
  linked('oauth-code', 'k' + random(), (t) => `/callback?code=${t}`),
  linked('random-value', random(), (t) => `/a?whatever=${t}`),
  linked('email', email(), (t) => `/a?to=${t}`),
  masked('urls/email-encoded', email(), (t) => `<a href="/a?to=${encodeURIComponent(t)}">x</a>`),
  linked('email-in-path', email(), (t) => `/people/${t}/edit`),
  linked('mailto', email(), (t) => `mailto:${t}`),
  linked('card', card(), (t) => `/a?q=${t}`),
  linked('card-in-path', card(), (t) => `/cards/${t}`),
  linked('ssn', ssn(), (t) => `/a?id=${t}`),
  linked('jwt', jwt(), (t) => `/a?x=${t}`),
  linked('jwt-in-path', jwt(), (t) => `/magic/${t}`),
  linked('reset-path', 'abc' + random(), (t) => `/reset/${t}`),
  linked('invite-path', 'v7g2k9q4', (t) => `/invite/${t}`),
  linked('user-password', secret(), (t) => `https://joe:${t}@example.org/`),
  linked('inner-address', secret(), (t) => `/login?next=${encodeURIComponent(`/b?token=${t}`)}`),
  linked('javascript', secret(), (t) => `javascript:pay('${t}')`),
  linked('data-document', secret(), (t) => `data:text/plain,${t}`),
  linked(
    'data-csv-base64',
    Buffer.from('name,secret\nAnna,1234').toString('base64'),
    (t) => `data:text/csv;base64,${t}`,
  ),
  masked('urls/image-src', secret(), (t) => `<img src="/pixel.png?token=${t}">`),
  masked('urls/image-srcset', secret(), (t) => `<img srcset="/pixel.png?token=${t} 2x">`),
  masked(
    'urls/picture-source',
    secret(),
    (t) => `<picture><source srcset="/pixel.png?sig=${t}"><img></picture>`,
  ),
  masked('urls/video-poster', secret(), (t) => `<video poster="/pixel.png?token=${t}"></video>`),
  masked('urls/video-src', secret(), (t) => `<video src="/none.mp4?token=${t}"></video>`),
  masked('urls/audio-source', secret(), (t) => `<audio><source src="/none.mp3?token=${t}"></audio>`),
  masked('urls/iframe-src', secret(), (t) => `<iframe src="/frame?token=${t}"></iframe>`),
  masked('urls/object-data', secret(), (t) => `<object data="/frame?token=${t}"></object>`),
  masked('urls/embed-src', secret(), (t) => `<embed src="/frame?token=${t}">`),
  masked('urls/form-action', secret(), (t) => `<form action="/save?token=${t}"></form>`),
  masked('urls/formaction', secret(), (t) => `<button formaction="/save?token=${t}">x</button>`),
  masked('urls/link-href', secret(), (t) => `<link rel="alternate" href="/feed?token=${t}">`),
  masked('urls/stylesheet-href', secret(), (t) => `<link rel="stylesheet" href="/none.css?token=${t}">`),
  masked('urls/script-src', secret(), (t) => `<script src="/none.js?token=${t}"></script>`),
  masked('urls/ping', secret(), (t) => `<a href="#" ping="/p?token=${t}">x</a>`),
  masked('urls/area', secret(), (t) => `<map name="m"><area href="/a?token=${t}"></map>`),
  masked('urls/base-target', secret(), (t) => `<blockquote cite="/a?token=${t}">x</blockquote>`),
  masked(
    'urls/svg-image',
    secret(),
    (t) => `<svg width="1" height="1"><image href="/pixel.png?token=${t}"/></svg>`,
  ),
  masked(
    'urls/svg-xlink',
    secret(),
    (t) => `<svg width="1" height="1"><image xlink:href="/pixel.png?token=${t}"/></svg>`,
  ),
  masked(
    'urls/svg-link',
    secret(),
    (t) => `<svg width="9" height="9"><a href="/a?token=${t}"><text>x</text></a></svg>`,
  ),
  masked(
    'urls/svg-in-data',
    card(),
    (t) =>
      `<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Ctext%3E${t}%3C/text%3E%3C/svg%3E">`,
  ),
  masked(
    'urls/meta-refresh',
    secret(),
    (t) => `<meta http-equiv="refresh" content="9999; url=/a?token=${t}">`,
  ),
  masked('urls/in-text', secret(), (t) => `<p>Open https://example.org/a?token=${t} now</p>`),
  masked('urls/push-state', secret(), '', (t) => [run(`history.pushState(null, '', '?session_token=${t}')`)]),
  masked('urls/push-state-path', 'zz' + random(), '', (t) => [
    run(`history.pushState(null, '', '/reset/${t}')`),
  ]),
  masked('urls/hash-change', secret(), '', (t) => [run(`location.hash = 'id_token=${t}'`)]),
  shown('plain-parameter', word(), (t) => `/a?colour=${t}`),
  shown('search', word(), (t) => `/search?q=${t}`),
  shown('path', word(), (t) => `/shop/${t}/reviews`),
  shown('uuid-path', '7c9e6679-7425-40de-944b-e07fc1f90ae7', (t) => `/items/${t}`),
  shown('record-number', '90817263', (t) => `/orders/${t}`),
  shown('slug', 'how-to-choose-a-tent-for-two', (t) => `/blog/${t}`),
  shown('anchor', word(), (t) => `#${t}`),
  ordinary('urls/hashed-image', 'hero.9fceb02d0ae598e95dc970b74767f193.png', (t) => `<img src="/img/${t}">`),
]
