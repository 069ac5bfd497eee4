import { card, email, secret, word } from './tokens.ts'
import { at, field, masked, on, ordinary, run, type, type Vector } from './vector.ts'

const inPrivate = (id: string, html: (token: string) => string): Vector =>
  masked(`areas/${id}`, secret(), (t) => `<section data-private>${html(t)}</section>`)

/** Something that the page's code does to an element `e` in, or around, a private area. */
function changed(
  id: string,
  html: (f: string) => string,
  code: (token: string) => string,
  token = secret(),
): Vector {
  const f = field()
  return masked(`areas/${id}`, token, html(f), (t) => [on(f, code(t))])
}
const area = (f: string) => `<section data-private><div data-f="${f}">old</div></section>`
const open = (f: string) => `<section><div data-f="${f}">old</div></section>`

/** `data-private` and `data-private="block"`: the whole subtree, for good, whatever is done to it. */
export const areaVectors = (): Vector[] => [
  inPrivate('text', (t) => `<p>${t}</p>`),
  inPrivate('deep-text', (t) => `<div><ul><li><b>${t}</b></li></ul></div>`),
  inPrivate('input', (t) => `<input name="town" value="${t}">`),
  inPrivate('textarea', (t) => `<textarea>${t}</textarea>`),
  inPrivate('select', (t) => `<select><option value="${t}" selected>${t}</option></select>`),
  inPrivate('button', (t) => `<button>${t}</button>`),
  inPrivate('svg-text', (t) => `<svg width="9" height="9"><text>${t}</text></svg>`),
  inPrivate('svg-title', (t) => `<svg width="9" height="9"><title>${t}</title></svg>`),
  inPrivate('image', (t) => `<img src="/${t}.png" alt="${t}">`),
  inPrivate('picture', (t) => `<picture><source srcset="/${t}.png"><img src="/${t}.png"></picture>`),
  inPrivate('svg-image', (t) => `<svg width="9" height="9"><image href="/${t}.png"/></svg>`),
  inPrivate('background', (t) => `<div style="background-image: url(/${t}.png)">x</div>`),
  inPrivate('iframe', (t) => `<iframe srcdoc="<p>${t}</p>"></iframe>`),
  inPrivate('object', (t) => `<object data="/frame?${t}"></object>`),
  inPrivate('video', (t) => `<video src="/${t}.mp4" title="${t}"></video>`),
  inPrivate('style', (t) => `<style>.p1::after { content: '${t}' }</style>`),
  inPrivate('editable', (t) => `<div contenteditable>${t}</div>`),
  inPrivate('table', (t) => `<table><caption>${t}</caption><tr><td>x</td></tr></table>`),
  inPrivate('details', (t) => `<details open><summary>${t}</summary></details>`),
  inPrivate('unmask-inside', (t) => `<div data-unmask>${t}</div>`),
  inPrivate('not-private-inside', (t) => `<div data-private="false">${t}</div>`),
  masked('areas/on-itself', secret(), (t) => `<span data-private>${t}</span>`),
  masked('areas/empty-value', secret(), (t) => `<span data-private="">${t}</span>`),
  masked('areas/true-value', secret(), (t) => `<span data-private="true">${t}</span>`),
  masked('areas/block-text', secret(), (t) => `<div data-private="block"><p>${t}</p></div>`),
  masked('areas/block-attribute', secret(), (t) => `<div data-private="block" title="${t}">x</div>`),
  masked('areas/block-image', secret(), (t) => `<img data-private="block" src="/${t}.png">`),
  masked('areas/block-input', secret(), (t) => `<input data-private="block" value="${t}">`),
  masked(
    'areas/block-shadow',
    secret(),
    (t) => `<div data-private="block"><template shadowrootmode="open"><p>${t}</p></template></div>`,
  ),
  changed('text-changed', area, (t) => `e.firstChild.data = '${t}'`),
  changed('text-content', area, (t) => `e.textContent = '${t}'`),
  changed('inner-html', area, (t) => `e.innerHTML = '<p>${t}</p><img src="/${t}.png">'`),
  changed(
    'appended',
    area,
    (t) => `e.append(Object.assign(document.createElement('p'), { textContent: '${t}' }))`,
  ),
  changed(
    'appended-deep',
    area,
    (t) =>
      `const d = document.createElement('div'); d.innerHTML = '<div><div><i>${t}</i></div></div>'; e.append(d)`,
  ),
  changed('attribute', area, (t) => `e.title = '${t}'`),
  changed('data-attribute', area, (t) => `e.dataset.name = '${t}'`),
  changed('image-added', area, (t) => `e.innerHTML = '<img alt="${t}" src="/${t}.png">'`),
  changed(
    'canvas-added',
    area,
    (t) =>
      `const c = document.createElement('canvas'); c.title = '${t}'; e.append(c); c.getContext('2d').fillText('${t}', 5, 5)`,
  ),
  changed(
    'iframe-added',
    area,
    (t) =>
      `const i = document.createElement('iframe'); e.append(i); i.contentDocument.body.textContent = '${t}'`,
  ),
  changed('input-added', area, (t) => `e.innerHTML = '<input>'; await frame(); e.firstChild.value = '${t}'`),
  changed('style-attribute', area, (t) => `e.style.backgroundImage = 'url(/${t}.png)'`),
  changed('custom-property', area, (t) => `e.style.setProperty('--label', '"${t}"')`),
  changed(
    'moved-in',
    (f) => `<p data-f="${f}"></p>` + '<section data-private id="room1"></section>',
    (t) => `room1.append(e); e.textContent = '${t}'`,
  ),
  changed('moved-out', area, (t) => `e.textContent = '${t}'; await frame(); document.body.append(e)`),
  changed('unwrapped', area, (t) => `e.textContent = '${t}'; await frame(); e.parentNode.replaceWith(e)`),
  changed(
    'attribute-removed',
    area,
    (t) =>
      `e.textContent = '${t}'; await frame(); e.parentNode.removeAttribute('data-private'); await frame(); e.title = '${t}'`,
  ),
  changed(
    'became-private',
    open,
    (t) => `e.parentNode.setAttribute('data-private', ''); await frame(); e.textContent = '${t}'`,
  ),
  changed(
    'became-private-same-task',
    open,
    (t) => `e.textContent = '${t}'; e.parentNode.setAttribute('data-private', '')`,
  ),
  changed(
    'became-blocked',
    open,
    (t) =>
      `e.parentNode.setAttribute('data-private', 'block'); await frame(); e.textContent = '${t}'; e.title = '${t}'`,
  ),
  changed('changed-and-removed', area, (t) => `e.firstChild.data = '${t}'; e.remove()`),
  changed('added-private', open, (t) => `e.innerHTML = '<div data-private><p>${t}</p></div>'`),
  changed('added-block', open, (t) => `e.innerHTML = '<div data-private="block"><p>${t}</p></div>'`),
  changed(
    'block-changed-inside',
    (f) => `<div data-private="block"><p data-f="${f}">x</p></div>`,
    (t) => `e.textContent = '${t}'; e.append('${t}'); e.title = '${t}'`,
  ),
  changed('selection', area, (t) => `e.textContent = '${t}'; getSelection().selectAllChildren(e)`),
  changed(
    'copied',
    area,
    (t) => `e.textContent = '${t}'; e.dispatchEvent(new ClipboardEvent('copy', { bubbles: true }))`,
  ),
  changed(
    'dragged',
    area,
    (t) =>
      `e.textContent = '${t}'; e.draggable = true; const d = new DataTransfer(); d.setData('text/plain', '${t}'); e.dispatchEvent(new DragEvent('dragstart', { bubbles: true, dataTransfer: d }))`,
  ),
  masked('areas/cloned', secret(), (t) => `<section data-private id="cl1"><p>${t}</p></section>`, [
    run(`document.body.append(cl1.cloneNode(true))`),
  ]),
  ordinary('areas/beside', word(), (t) => `<div><section data-private>x</section><p>${t}</p></div>`),
  ordinary('areas/private-false', word(), (t) => `<p data-private="false">${t}</p>`),
  {
    ...ordinary('areas/unmasked', word(), (t) => `<p data-unmask>${t}</p>`),
    expect: { standard: 'kept', strict: 'kept' },
  },
  {
    ...ordinary('areas/unmasked-input', word(), (t) => `<div data-unmask><input value="${t}"></div>`),
    expect: { standard: 'kept', strict: 'kept' },
  },
  masked('areas/unmask-card', card(), (t) => `<p data-unmask>${t}</p>`),
  masked(
    'areas/unmask-password',
    secret(),
    (t) => `<div data-unmask><input type="password" value="${t}"></div>`,
  ),
  masked('areas/unmask-email', email(), (t) => `<p data-unmask>${t}</p>`),
]

export const dynamicVectors = (): Vector[] => {
  const [a, b, c, d, e, f, g, h, spread1, spread2, w1, w2, typed, preview] = Array.from({ length: 14 }, field)
  const groups = (token: string) => token.match(/\d{4}/g)!
  return [
    masked('dynamic/text-added', card(' '), `<div data-f="${a}"></div>`, (t) => [
      on(a!, `e.append('Card ${t}')`),
    ]),
    masked('dynamic/text-changed', card(), `<div data-f="${b}">x</div>`, (t) => [
      on(b!, `e.firstChild.data = '${t}'`),
    ]),
    masked('dynamic/attribute-added', card(), `<div data-f="${c}"></div>`, (t) => [
      on(c!, `e.setAttribute('data-note', '${t}')`),
    ]),
    masked('dynamic/attribute-changed', email(), `<div data-f="${d}" title="x"></div>`, (t) => [
      on(d!, `e.title = '${t}'`),
    ]),
    masked('dynamic/inner-html', email(), `<div data-f="${e}"></div>`, (t) => [
      on(e!, `e.innerHTML = '<p title="${t}">${t}</p>'`),
    ]),
    masked('dynamic/event-handler-added', card(), `<div data-f="${f}"></div>`, (t) => [
      on(f!, `e.setAttribute('onclick', 'pay(${t})')`),
    ]),
    masked('dynamic/srcdoc-set', card(), `<iframe data-f="${g}"></iframe>`, (t) => [
      on(g!, `e.setAttribute('srcdoc', '<!-- ${t} -->')`),
    ]),
    masked('dynamic/meta-content', secret(), `<meta name="csrf-token" data-f="${h}">`, (t) => [
      on(h!, `e.content = '${t}'`),
    ]),
    masked('dynamic/title', card(), '', (t) => [run(`document.title = 'Paid with ${t}'`)]),
    masked('dynamic/spread-added', card(), `<p data-f="${spread1}"></p>`, (t) => [
      on(
        spread1!,
        `for (const g of ${JSON.stringify(groups(t))}) e.append(Object.assign(document.createElement('span'), { textContent: g }))`,
      ),
    ]),
    masked(
      'dynamic/spread-changed',
      card(),
      `<p data-f="${spread2}"><b>a</b><b>b</b><b>c</b><b>d</b></p>`,
      (t) => [
        on(spread2!, `${JSON.stringify(groups(t))}.forEach((g, i) => { e.children[i].firstChild.data = g })`),
      ],
    ),
    masked(
      'dynamic/card-preview',
      card(),
      `<div><input autocomplete="cc-number" data-f="${typed}"></div><div data-f="${preview}">${'<div>#</div>\n'.repeat(16)}</div>`,
      (t) => [
        on(
          typed!,
          `e.oninput = () => { const parts = document.querySelector('[data-f=${preview}]').children; for (let i = 0; i < 16; i++) parts[i].textContent = e.value[i] ?? '#' }`,
        ),
        type(at(typed!), t),
      ],
    ),
    ordinary('dynamic/word-added', word(), `<div data-f="${w1}"></div>`, (t) => [
      on(w1!, `e.append('${t}')`),
    ]),
    ordinary('dynamic/word-attribute', word(), `<div data-f="${w2}"></div>`, (t) => [
      on(w2!, `e.title = '${t}'`),
    ]),
    ordinary('dynamic/word-title', word(), '', (t) => [run(`document.title = '${t}'`)]),
  ]
}
