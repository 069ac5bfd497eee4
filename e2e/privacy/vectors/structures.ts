import { file } from './files.ts'
import { card, email, secret, ssn, word } from './tokens.ts'
import { at, field, masked, on, ordinary, paste, run, structural, type, type Vector } from './vector.ts'

const shown = (id: string, token: string, html: (token: string) => string): Vector =>
  masked(`structures/${id}`, token, html)
const inPrivate = (id: string, html: (token: string) => string): Vector =>
  masked(`structures/private-${id}`, secret(), (t) => `<section data-private>${html(t)}</section>`)

/** Something that the page's code does to an element `e`. */
function later(
  id: string,
  token: string,
  html: (f: string) => string,
  code: (token: string) => string,
  prefix?: number,
): Vector {
  const f = field()
  return masked(`structures/${id}`, token, html(f), (t) => [on(f, code(t))], prefix)
}
const plain = (f: string) => `<div data-f="${f}">old</div>`
const area = (f: string) => `<section data-private><div data-f="${f}">old</div></section>`

function typed(id: string, token: string, html: (f: string) => string, prefix: number): Vector {
  const f = field()
  return masked(`structures/typed-${id}`, token, html(f), (t) => [type(at(f), t)], prefix)
}

function fieldsOfAllKinds(): Vector[] {
  const [pasted, fileField, named, native] = Array.from({ length: 4 }, field)
  return [
    typed('card-in-editable', card(), (f) => `<div contenteditable data-f="${f}"></div>`, 12),
    typed('card-in-textarea', card(' '), (f) => `<textarea data-f="${f}"></textarea>`, 15),
    typed('email-in-editable', email(), (f) => `<p contenteditable="plaintext-only" data-f="${f}"></p>`, 14),
    typed(
      'password-in-custom-element',
      secret(),
      (f) =>
        `<div><template shadowrootmode="open"><label>Pin <slot></slot></label></template><input type="password" data-f="${f}"></div>`,
      6,
    ),
    typed('card-in-tel', card(), (f) => `<input type="tel" data-f="${f}">`, 12),
    typed('card-in-number', card(), (f) => `<input type="number" data-f="${f}">`, 12),
    masked(
      'structures/pasted-email-in-editable',
      email(),
      `<div contenteditable data-f="${pasted}"></div>`,
      (t) => [paste(at(pasted!), `Write to ${t} soon`)],
    ),
    masked('structures/file-name', secret(), `<input type="file" data-f="${fileField}">`, (t) => [
      on(
        fileField!,
        `const d = new DataTransfer(); d.items.add(new File(['x'], '${t}.pdf')); e.files = d.files; e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true }))`,
      ),
    ]),
    masked(
      'structures/date-in-private',
      '1983-04-27',
      `<section data-private><input type="date" data-f="${named}"></section>`,
      (t) => [on(named!, `e.value = '${t}'; e.dispatchEvent(new Event('input', { bubbles: true }))`)],
    ),
    masked('structures/native-setter', secret(), `<input type="password" data-f="${native}">`, (t) => [
      on(
        native!,
        `Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, '${t}'); e.dispatchEvent(new Event('input', { bubbles: true })); await frame(); e.type = 'text'; document.body.append('You are ${t}')`,
      ),
    ]),
    later(
      'select-in-private',
      secret(),
      (f) => `<section data-private><select data-f="${f}"></select></section>`,
      (t) =>
        `e.innerHTML = '<option>x</option><option value="${t}">${t}</option>'; await frame(); e.value = '${t}'; e.dispatchEvent(new Event('input', { bubbles: true })); e.dispatchEvent(new Event('change', { bubbles: true }))`,
    ),
    later(
      're-keyed-password',
      secret(),
      (f) => `<div data-f="${f}"><input type="password" id="rk1"></div>`,
      (t) =>
        `const draw = (type, value) => { e.replaceChildren(Object.assign(document.createElement('input'), { type, value, id: 'rk1' })) }; for (const c of ['${t}'.slice(0, 7), '${t}']) { draw('password', c); await frame(); draw('text', c); e.firstChild.dispatchEvent(new Event('input', { bubbles: true })); await frame() }`,
      7,
    ),
    shown('custom-element-password', secret(), (t) => `<x-input type="password" value="${t}"></x-input>`),
    shown('custom-element-cvc', secret(), (t) => `<my-text-field name="cvc" value="${t}"></my-text-field>`),
    later(
      'custom-element-value',
      secret(),
      (f) => `<sl-input type="password" data-f="${f}"></sl-input>`,
      (t) =>
        `e.setAttribute('value', '${t}'); await frame(); e.setAttribute('type', 'text'); await frame(); e.setAttribute('value', 'x${t}')`,
    ),
    later(
      'form-associated',
      secret(),
      (f) => `<div data-f="${f}"></div>`,
      (t) =>
        `if (!customElements.get('fa-field')) customElements.define('fa-field', class extends HTMLElement { static formAssociated = true; constructor() { super(); this.inner = this.attachInternals() } }); const c = document.createElement('fa-field'); c.setAttribute('name', 'password'); c.inner.setFormValue('${t}'); c.setAttribute('value', '${t}'); e.append(c)`,
    ),
  ]
}

/** Structures of documents that are easily forgotten, and ways of changing them. */
export const structureVectors = (): Vector[] => [
  ...fieldsOfAllKinds(),
  shown(
    'foreign-object',
    card(' '),
    (t) =>
      `<svg width="99" height="20"><foreignObject width="99" height="20"><p xmlns="http://www.w3.org/1999/xhtml">${t}</p></foreignObject></svg>`,
  ),
  shown(
    'svg-desc',
    card(),
    (t) => `<svg width="9" height="9"><desc>${t}</desc><metadata>${t}</metadata></svg>`,
  ),
  shown(
    'svg-text-path',
    card(),
    (t) =>
      `<svg width="99" height="20"><path id="tp1" d="M0 9H99"/><text><textPath href="#tp1">${t}</textPath></text></svg>`,
  ),
  shown(
    'svg-spans',
    card(),
    (t) =>
      `<svg width="99" height="20"><text y="9">${t
        .match(/\d{4}/g)!
        .map((g) => `<tspan>${g}</tspan>`)
        .join('')}</text></svg>`,
  ),
  shown('svg-use', secret(), (t) => `<svg width="9" height="9"><use href="/sprite.svg?token=${t}#a"/></svg>`),
  shown(
    'svg-style',
    card(),
    (t) => `<svg width="9" height="9"><style>text::after { content: '${t}' }</style></svg>`,
  ),
  shown('math', card(), (t) => `<math><mtext>${t}</mtext><annotation>${t}</annotation></math>`),
  shown('dialog', card('-'), (t) => `<dialog open>${t}</dialog>`),
  shown('popover', email(), (t) => `<div popover>${t}</div>`),
  shown('output', card(), (t) => `<output>${t}</output>`),
  shown('legend', ssn(), (t) => `<fieldset><legend>${t}</legend></fieldset>`),
  shown('ruby', card(), (t) => `<ruby>x<rt>${t}</rt></ruby>`),
  shown('word-breaks', card(), (t) => `<p>${t.match(/\d{4}/g)!.join('<wbr>')}</p>`),
  shown('soft-hyphens', card('\u00ad'), (t) => `<p>${t}</p>`),
  shown('zero-width-spaces', card('\u200b'), (t) => `<p>${t}</p>`),
  shown('entities', card(), (t) => `<p>${Array.from(t, (c) => `&#${c.charCodeAt(0)};`).join('')}</p>`),
  shown('parser-written', card(), (t) => `<script>document.write('<p>${t}</p>')</script>`),
  shown('geometry-attribute', card(), (t) => `<x-chart values="[${t}]" d="${t}" points="${t}"></x-chart>`),
  shown('tag-name', card(), (t) => `<x-${t}>x</x-${t}>`),
  shown('address-without-scheme', secret(), (t) => `<p>Open www.example.org/a?token=${t} now</p>`),
  shown('address-of-path', secret(), (t) => `<code>/a/b?x=1&access_token=${t}</code>`),
  shown('font-family', card(), (t) => `<i style="font-family: 'F ${t}'">x</i>`),
  shown('custom-property-unquoted', card(), (t) => `<i style="--n: ${t}">x</i>`),
  shown('custom-property-email', email(), (t) => `<style>.cpe { --user: ${t}; color: red }</style>`),
  shown('image-set', secret(), (t) => `<i style="background: image-set('/pixel.png?token=${t}' 1x)">x</i>`),
  shown(
    'property-rule',
    card(),
    (t) => `<style>@property --p { syntax: '*'; inherits: false; initial-value: '${t}' }</style>`,
  ),
  shown(
    'linked-sheet',
    card(),
    (t) => `<link rel="stylesheet" href="${file('text/css', `.lk::after { content: '${t}' }`)}">`,
  ),
  shown(
    'linked-sheet-address',
    secret(),
    (t) =>
      `<link rel="stylesheet" href="${file('text/css', `.lk { background: url('/pixel.png?token=${t}') }`)}">`,
  ),
  shown(
    'framed-page',
    card(),
    (t) => `<iframe src="${file('text/html', `<title>${t}</title><p>${t}</p>`)}"></iframe>`,
  ),
  inPrivate('datalist', (t) => `<input list="pd1"><datalist id="pd1"><option value="${t}">${t}</datalist>`),
  inPrivate('optgroup', (t) => `<select><optgroup label="${t}"><option label="${t}">x</optgroup></select>`),
  inPrivate('output', (t) => `<output>${t}</output><progress title="${t}">${t}</progress>`),
  inPrivate('dialog', (t) => `<dialog open><p>${t}</p></dialog>`),
  inPrivate('popover', (t) => `<div popover>${t}</div>`),
  inPrivate(
    'foreign-object',
    (t) =>
      `<svg width="9" height="9"><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">${t}</p></foreignObject></svg>`,
  ),
  inPrivate('math', (t) => `<math><mi>${t}</mi></math>`),
  inPrivate('values-attribute', (t) => `<x-chart values="${t}" points="${t}" d="${t}"></x-chart>`),
  inPrivate('input-image', (t) => `<input type="image" src="/${t}.png" alt="${t}">`),
  inPrivate('map-area', (t) => `<map name="pm"><area href="/${t}" alt="${t}"></map>`),
  inPrivate(
    'meta',
    (t) => `<meta itemprop="name" content="${t}"><time datetime="${t}">x</time><data value="${t}">x</data>`,
  ),
  inPrivate('embed', (t) => `<embed src="/frame?${t}"><track label="${t}">`),
  inPrivate(
    'svg-data-image',
    (t) =>
      `<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Ctext%3E${t}%3C/text%3E%3C/svg%3E">`,
  ),
  inPrivate(
    'mask-image',
    (t) =>
      `<i style="mask-image: url(/${t}.png); list-style: url('/${t}.png'); cursor: url(/${t}.cur), auto">x</i>`,
  ),
  masked(
    'structures/private-on-svg',
    secret(),
    (t) => `<svg width="99" height="20"><g data-private><text y="9">${t}</text></g></svg>`,
  ),
  masked(
    'structures/private-on-option',
    secret(),
    (t) => `<select><option data-private value="${t}">${t}</option></select>`,
  ),
  masked('structures/private-upper-case', secret(), (t) => `<p DATA-PRIVATE>${t}</p>`),
  masked(
    'structures/private-in-frame-on-html',
    secret(),
    (t) => `<iframe srcdoc="<html data-private><body><p>${t}</p></body></html>"></iframe>`,
  ),
  masked(
    'structures/private-slot',
    secret(),
    (t) =>
      `<div><template shadowrootmode="open"><div data-private><slot></slot></div></template><p>${t}</p></div>`,
  ),
  later(
    'split-text',
    card(),
    plain,
    (t) =>
      `e.firstChild.data = '${t}'; await frame(); e.firstChild.splitText(8); await frame(); e.lastChild.splitText(4)`,
  ),
  later('split-in-one-task', card(), plain, (t) => `e.textContent = '${t}'; e.firstChild.splitText(5)`),
  later(
    'two-texts-appended',
    card(),
    plain,
    (t) => `e.append('${t}'.slice(0, 8)); e.append('${t}'.slice(8))`,
  ),
  later(
    'insert-adjacent',
    card(' '),
    plain,
    (t) => `e.insertAdjacentHTML('beforeend', '<b>${t}</b>'); e.insertAdjacentText('beforebegin', '${t}')`,
  ),
  later('outer-html', email(), plain, (t) => `e.outerHTML = '<p title="${t}">${t}</p>'`),
  later(
    'fragment',
    card('-'),
    plain,
    (t) =>
      `const r = document.createRange(); e.append(r.createContextualFragment('<i>${t}</i>')); r.selectNodeContents(e); r.insertNode(document.createTextNode('${t}'))`,
  ),
  later(
    'adopted-node',
    email(),
    plain,
    (t) =>
      `e.append(document.adoptNode(new DOMParser().parseFromString('<p>${t}</p>', 'text/html').body.firstChild))`,
  ),
  later(
    'set-html-unsafe',
    secret(),
    area,
    (t) =>
      `if (e.setHTMLUnsafe) e.setHTMLUnsafe('<div><template shadowrootmode="open"><p>${t}</p></template></div>')`,
  ),
  later('comment-added', card(), plain, (t) => `e.append(document.createComment('${t}'))`),
  later(
    'replaced-children',
    secret(),
    area,
    (t) =>
      `e.replaceChildren('${t}', Object.assign(document.createElement('b'), { title: '${t}', textContent: '${t}' }))`,
  ),
  later(
    'attribute-node',
    card(),
    plain,
    (t) =>
      `const a = document.createAttribute('data-n'); a.value = '${t}'; e.setAttributeNode(a); await frame(); a.value = '! ${t}'`,
  ),
  later(
    'namespaced-attribute',
    secret(),
    (f) => `<svg width="9" height="9"><image data-f="${f}" width="9" height="9"/></svg>`,
    (t) => `e.setAttributeNS('http://www.w3.org/1999/xlink', 'xlink:href', '/pixel.png?token=${t}')`,
  ),
  later('aria-property', email(), plain, (t) => `e.ariaLabel = '${t}'; e.ariaDescription = '${t}'`),
  later('class-list', card(), plain, (t) => `e.classList.add('c${t}'); e.id = 'i${t}'`),
  later(
    'style-map',
    secret(),
    plain,
    (t) =>
      `if (e.attributeStyleMap) e.attributeStyleMap.set('background-image', 'url(/pixel.png?token=${t})')`,
  ),
  later('custom-property-name', card(), plain, (t) => `e.style.setProperty('--c${t}', '1')`),
  later('custom-property-value', card(), plain, (t) => `e.style.setProperty('--c', '${t}')`),
  later(
    'rule-property-name',
    card(),
    (f) => `<style data-f="${f}">.rp { color: red }</style>`,
    (t) =>
      `e.sheet.cssRules[0].style.setProperty('--c${t}', '1'); e.sheet.cssRules[0].style.removeProperty('--c${t}')`,
  ),
  later(
    'custom-element-name',
    card(),
    plain,
    (t) =>
      `customElements.define('d-${t}', class extends HTMLElement {}); e.append(document.createElement('d-${t}'))`,
  ),
  later('font-name', card(), plain, (t) => `document.fonts.add(new FontFace('F ${t}', 'url(/none.woff)'))`),
  later(
    'font-name-and-token',
    email(),
    plain,
    (t) => `document.fonts.add(new FontFace('${t}', new ArrayBuffer(8)))`,
  ),
  later(
    'sheet-in-frame',
    card(),
    (f) => `<iframe data-f="${f}" srcdoc="<p>x</p>"></iframe>`,
    (t) =>
      `const s = e.contentDocument.createElement('style'); e.contentDocument.head.append(s); await frame(); s.sheet.insertRule('p::after { content: "${t}" }')`,
  ),
  later(
    'replace-async',
    card(),
    plain,
    (t) =>
      `const s = new CSSStyleSheet(); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; await frame(); await s.replace('.ra::after { content: "${t}" }'); s.insertRule('.ra::before { content: "${t}" }')`,
  ),
  later(
    'show-modal',
    secret(),
    (f) => `<section data-private><dialog data-f="${f}">x</dialog></section>`,
    (t) => `e.textContent = '${t}'; e.showModal(); await frame(); e.returnValue = '${t}'; e.close('${t}')`,
  ),
  later(
    'show-popover',
    secret(),
    (f) => `<section data-private><div popover data-f="${f}">x</div></section>`,
    (t) => `e.textContent = '${t}'; e.showPopover?.(); await frame(); e.hidePopover?.()`,
  ),
  later(
    'moved-before',
    secret(),
    area,
    (t) =>
      `e.textContent = '${t}'; await frame(); if (document.body.moveBefore) document.body.moveBefore(e, null); else document.body.append(e)`,
  ),
  later(
    'animated-text',
    secret(),
    area,
    (t) => `e.animate([{ opacity: 0 }, { opacity: 1 }], { id: '${t}', duration: 5 }); e.textContent = '${t}'`,
  ),
  masked('structures/private-title', secret(), '', (t) => [
    run(
      `const old = document.querySelector('title'); old.dataset.private = ''; await frame(); document.title = '${t}'; await frame(); await frame(); old.remove(); document.title = 'Corpus'`,
    ),
  ]),
  ordinary('structures/dialog-word', word(), (t) => `<dialog open>${t}</dialog>`),
  ordinary('structures/typed-editable', word(), ...typedWord()),
  structural(
    'structures/chart',
    '0 0.5;1 12.125',
    (t) => `<svg width="9" height="9"><animate values="${t}"/></svg>`,
  ),
  structural('structures/custom-property', '12.5px', (t) => `<i style="--gap: ${t}">x</i>`),
  structural('structures/custom-tag', 'x-fancy-thing', (t) => `<${t}>x</${t}>`),
]

function typedWord(): [string, (token: string) => ReturnType<typeof type>[]] {
  const f = field()
  return [`<div contenteditable data-f="${f}"></div>`, (t) => [type(at(f), t)]]
}
