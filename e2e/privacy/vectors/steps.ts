import { card, email, secret, ssn, word } from './tokens.ts'
import { at, click, field, masked, on, ordinary, type, type Vector } from './vector.ts'

/** Something that is clicked, so that a step tells its name, its test id and a selector. */
function clicked(id: string, html: (f: string, token: string) => string, token = secret()): Vector {
  const f = field()
  return masked(`steps/${id}`, token, (t) => html(f, t), [click(at(f))])
}

/** What steps tell: names, identifiers, what was typed and chosen. */
export const stepVectors = (): Vector[] => {
  const [pin, code, told, choice, town] = Array.from({ length: 5 }, field)
  return [
    clicked(
      'name-with-email',
      (f, t) => `<button type="button" data-f="${f}">Write to ${t}</button>`,
      email(),
    ),
    clicked('name-with-card', (f, t) => `<a href="#c" data-f="${f}">Pay with <b>${t}</b></a>`, card(' ')),
    clicked(
      'name-over-blocks',
      (f, t) =>
        `<button type="button" data-f="${f}">${t
          .match(/\d{4}/g)!
          .map((group) => `<div>${group}</div>`)
          .join('')}</button>`,
      card(),
    ),
    clicked(
      'name-in-private',
      (f, t) => `<section data-private><button type="button" data-f="${f}">${t}</button></section>`,
    ),
    clicked(
      'part-in-private',
      (f, t) => `<button type="button" data-f="${f}">Call <i data-private>${t}</i></button>`,
    ),
    clicked(
      'label-in-private',
      (f, t) => `<p data-private id="sl1">${t}</p><input aria-labelledby="sl1" data-f="${f}" name="sv1">`,
    ),
    clicked(
      'aria-label-in-private',
      (f, t) => `<div data-private><button type="button" aria-label="${t}" data-f="${f}">x</button></div>`,
    ),
    clicked('text-in-block', (f, t) => `<div data-private="block" data-f="${f}"><p>${t}</p></div>`),
    clicked(
      'test-id-in-private',
      (f, t) => `<div data-private><button type="button" data-testid="${t}" data-f="${f}">x</button></div>`,
    ),
    clicked('id-with-email', (f, t) => `<button type="button" id="${t}" data-f="${f}">x</button>`, email()),
    clicked('role', (f, t) => `<div role="${t}" data-f="${f}">x</div>`, email()),
    clicked(
      'field-in-label',
      (f, t) =>
        `<label>Pay <input type="password" value="${t}"><input type="checkbox" data-f="${f}"></label>`,
    ),
    clicked('text-of-no-role', (f, t) => `<p data-f="${f}">Number ${t}</p>`, ssn()),
    masked(
      'steps/typed-and-shown',
      secret(),
      `<input type="password" data-f="${pin}">`,
      (t) => [type(at(pin!), t), on(pin!, `e.type = 'text'`), type(at(pin!), '1')],
      6,
    ),
    masked(
      'steps/keys-without-field',
      secret(),
      `<div tabindex="0" data-f="${code}">Code</div>`,
      (t) => [click(at(code!)), type(at(code!), t)],
      6,
    ),
    masked(
      'steps/chosen-in-private',
      secret(),
      (t) => `<p data-private><select data-f="${choice}"><option>${t}</option></select></p>`,
      [click(at(choice!))],
    ),
    masked('steps/clicked-again', card(), `<button type="button" data-f="${told}">x</button>`, (t) => [
      on(told!, `e.onclick = () => { e.textContent = 'Card ${t}' }`),
      click(at(told!)),
      click(at(told!)),
    ]),
    ordinary('steps/typed-plain', word(), `<input name="town2" data-f="${town}">`, (t) => [
      type(at(town!), t),
    ]),
  ]
}
