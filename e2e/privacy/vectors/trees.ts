import { card, email, secret, word } from './tokens.ts'
import { masked, ordinary, run, type Vector } from './vector.ts'

const shadow = (html: string) => `<div><template shadowrootmode="open">${html}</template></div>`
const attach = (id: string, inner: string) =>
  `const h = document.getElementById('${id}'); const r = h.shadowRoot ?? h.attachShadow({ mode: 'open' }); ${inner}`
const frame = (id: string, inner: string) =>
  `const d = document.getElementById('${id}').contentDocument; ${inner}`

/** Shadow trees and frames. */
export const treeVectors = (): Vector[] => [
  masked('shadow/card', card(), (t) => shadow(`<p>${t}</p>`)),
  masked('shadow/attribute', email(), (t) => shadow(`<p title="${t}">x</p>`)),
  masked('shadow/password', secret(), (t) => shadow(`<input type="password" value="${t}">`)),
  masked('shadow/private-inside', secret(), (t) => shadow(`<p data-private>${t}</p>`)),
  masked(
    'shadow/host-private',
    secret(),
    (t) => `<div data-private>${shadow(`<p>${t}</p><img src="/${t}.png"><input value="${t}">`)}</div>`,
  ),
  masked(
    'shadow/host-private-deep',
    secret(),
    (t) => `<div data-private>${shadow(shadow(`<p title="${t}">${t}</p>`))}</div>`,
  ),
  masked('shadow/style', card(), (t) => shadow(`<style>p::after { content: '${t}' }</style>`)),
  masked('shadow/attached-later', secret(), '<div data-private><div id="sh1"></div></div>', (t) => [
    run(attach('sh1', `r.innerHTML = '<p>${t}</p>'`)),
  ]),
  masked('shadow/changed', secret(), '<div data-private><div id="sh2"></div></div>', (t) => [
    run(attach('sh2', `r.innerHTML = '<p>x</p>'; await frame(); r.firstChild.firstChild.data = '${t}'`)),
  ]),
  masked('shadow/attribute-changed', secret(), '<div data-private><div id="sh3"></div></div>', (t) => [
    run(attach('sh3', `r.innerHTML = '<p>x</p>'; await frame(); r.firstChild.title = '${t}'`)),
  ]),
  masked('shadow/canvas', secret(), '<div data-private><div id="sh4"></div></div>', (t) => [
    run(
      attach(
        'sh4',
        `r.innerHTML = '<canvas title="${t}"></canvas>'; r.firstChild.getContext('2d').fillText('${t}', 1, 9)`,
      ),
    ),
  ]),
  masked('shadow/image', secret(), '<div data-private><div id="sh5"></div></div>', (t) => [
    run(attach('sh5', `r.innerHTML = '<img src="/x.png">'; await frame(); r.firstChild.src = '/${t}.png'`)),
  ]),
  masked(
    'shadow/slotted',
    secret(),
    (t) =>
      `<div data-private><div><template shadowrootmode="open"><slot></slot></template><p>${t}</p></div></div>`,
  ),
  masked('shadow/adopted-style', card(), '<div id="sh6"></div>', (t) => [
    run(
      attach(
        'sh6',
        `const s = new CSSStyleSheet(); s.replaceSync('p::after { content: "${t}" }'); r.adoptedStyleSheets = [s]`,
      ),
    ),
  ]),
  masked('shadow/input', secret(), '<div data-private><div id="sh7"></div></div>', (t) => [
    run(
      attach(
        'sh7',
        `r.innerHTML = '<input>'; await frame(); r.firstChild.value = '${t}'; r.firstChild.dispatchEvent(new Event('input', { bubbles: true, composed: true }))`,
      ),
    ),
  ]),
  ordinary('shadow/word', word(), (t) => shadow(`<p>${t}</p>`)),
  masked('frames/card', card(), (t) => `<iframe srcdoc="<p>${t}</p>"></iframe>`),
  masked('frames/password', secret(), (t) => `<iframe srcdoc="<input type=password value=${t}>"></iframe>`),
  masked('frames/private', secret(), (t) => `<iframe srcdoc="<p data-private>${t}</p>"></iframe>`),
  masked(
    'frames/in-private',
    secret(),
    (t) => `<div data-private><iframe srcdoc="<p>${t}</p>"></iframe></div>`,
  ),
  masked('frames/nested', card(), (t) => `<iframe srcdoc='<iframe srcdoc="<p>${t}</p>"></iframe>'></iframe>`),
  masked('frames/changed', card(), '<iframe id="fr1" srcdoc="<p>x</p>"></iframe>', (t) => [
    run(frame('fr1', `d.body.firstChild.textContent = '${t}'`)),
  ]),
  masked(
    'frames/in-private-changed',
    secret(),
    '<div data-private><iframe id="fr2" srcdoc="<p>x</p>"></iframe></div>',
    (t) => [run(frame('fr2', `d.body.firstChild.textContent = '${t}'; d.body.append('${t}')`))],
  ),
  masked(
    'frames/became-private',
    secret(),
    '<div id="fr3"><iframe id="fr4" srcdoc="<p>x</p>"></iframe></div>',
    (t) => [
      run(
        `fr3.setAttribute('data-private', ''); await frame(); ${frame('fr4', `d.body.firstChild.textContent = '${t}'`)}`,
      ),
    ],
  ),
  masked('frames/written', card(), '<iframe id="fr5"></iframe>', (t) => [
    run(frame('fr5', `d.open(); d.write('<p>${t}</p>'); d.close()`)),
  ]),
  ordinary('frames/word', word(), (t) => `<iframe srcdoc="<p>${t}</p>"></iframe>`),
]
