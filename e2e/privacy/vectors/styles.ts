import { card, email, secret, word } from './tokens.ts'
import { masked, ordinary, run, structural, type Vector } from './vector.ts'

const style = (id: string, token: string, css: (token: string) => string): Vector =>
  masked(`styles/${id}`, token, (t) => `<style>${css(t)}</style>`)

/** CSS: text that it adds, addresses in it, and every way of adding rules. */
export const styleVectors = (): Vector[] => [
  style('content', card(), (t) => `.s1::after { content: "${t}" }`),
  style('content-email', email(), (t) => `.s2::after { content: '${t}' }`),
  style('custom-property', card(), (t) => `.s3 { --number: "${t}" }`),
  style('background', secret(), (t) => `.s4 { background: url("/pixel.png?token=${t}") }`),
  style('background-unquoted', secret(), (t) => `.s5 { background: url(/pixel.png?token=${t}) }`),
  style('font-face', secret(), (t) => `@font-face { font-family: F1; src: url('/none.woff?sig=${t}') }`),
  style('import', secret(), (t) => `@import "/none.css?token=${t}";`),
  style('comment', card(), (t) => `/* ${t} */ .s6 { color: red }`),
  style('attribute-selector', email(), (t) => `[data-user="${t}"] { color: red }`),
  masked(
    'styles/inline-background',
    secret(),
    (t) => `<i style="background: url(/pixel.png?token=${t})"></i>`,
  ),
  masked('styles/inline-custom-property', card(), (t) => `<i style="--n: '${t}'"></i>`),
  masked('styles/insert-rule', card(), '', (t) => [
    run(
      `const s = document.createElement('style'); document.head.append(s); s.sheet.insertRule('.s7::after { content: "${t}" }')`,
    ),
  ]),
  masked('styles/insert-rule-later', card(), '<style id="st1">a{}</style>', (t) => [
    run(`st1.sheet.insertRule('.s8::after { content: "${t}" }')`),
  ]),
  masked('styles/nested-insert-rule', card(), '<style id="st2">@media all { a{} }</style>', (t) => [
    run(`st2.sheet.cssRules[0].insertRule('.s9::after { content: "${t}" }')`),
  ]),
  masked('styles/set-property', card(), '<style id="st3">.s10::after { content: "" }</style>', (t) => [
    run(`st3.sheet.cssRules[0].style.setProperty('content', '"${t}"')`),
  ]),
  masked('styles/adopted', card(), '', (t) => [
    run(
      `const s = new CSSStyleSheet(); s.replaceSync('.s11::after { content: "${t}" }'); document.adoptedStyleSheets.push(s); document.adoptedStyleSheets = [...document.adoptedStyleSheets]`,
    ),
  ]),
  masked('styles/adopted-changed', card(), '', (t) => [
    run(
      `const s = new CSSStyleSheet(); document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; await frame(); s.replaceSync('.s12::after { content: "${t}" }')`,
    ),
  ]),
  masked('styles/text-changed', card(), '<style id="st4">a{}</style>', (t) => [
    run(`st4.textContent = '.s13::after { content: "${t}" }'`),
  ]),
  masked('styles/inline-changed', secret(), '<i id="st5"></i>', (t) => [
    run(`st5.style.background = 'url(/pixel.png?token=${t})'`),
  ]),
  masked('styles/font-face-by-code', secret(), '', (t) => [
    run(`document.fonts.add(new FontFace('F2', 'url(/none.woff?token=${t})'))`),
  ]),
  ordinary('styles/content-word', word(), (t) => `<style>.s14::after { content: "${t}" }</style>`),
  structural('styles/icon', '\ue9a1', (t) => `<style>.s15::after { content: '${t}' }</style>`),
  structural('styles/selector', word(), (t) => `<style>.${t} { color: red }</style>`),
  structural(
    'styles/picture',
    'sprite-of-flags.png',
    (t) => `<style>.s16 { background: url(/img/${t}) }</style>`,
  ),
]
