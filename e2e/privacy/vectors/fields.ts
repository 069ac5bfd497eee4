import { card, email, secret, ssn, word } from './tokens.ts'
import { at, field, masked, on, ordinary, paste, structural, type, type Vector } from './vector.ts'

/** A field with a value from the start. */
const filled = (id: string, attributes: string, token = secret()): Vector =>
  masked(`fields/${id}`, token, (t) => `<p><input ${attributes} value="${t}"></p>`)

const labelled = (id: string, label: string): Vector =>
  masked(`fields/label-${id}`, secret(), (t) => `<label>${label} <input value="${t}"></label>`)

/** A field that a visitor types into. */
function typed(id: string, attributes: string, token = secret(), prefix = 6): Vector {
  const f = field()
  return masked(
    `fields/typed-${id}`,
    token,
    `<p><input data-f="${f}" ${attributes}></p>`,
    (t) => [type(at(f), t)],
    prefix,
  )
}

/** A field that the page's code fills. */
function filledByCode(id: string, html: (f: string) => string, code: (token: string) => string): Vector {
  const f = field()
  return masked(`fields/by-code-${id}`, secret(), html(f), (t) => [on(f, code(t))])
}

function others(): Vector[] {
  const [area, editable, card1, emailField, editor, pasted1, pasted2, town, story] = Array.from(
    { length: 9 },
    field,
  )
  return [
    masked(
      'fields/aria-labelledby',
      secret(),
      (t) => `<b id="lb1">Card number</b><input aria-labelledby="lb1" value="${t}">`,
    ),
    masked('fields/label-for', secret(), (t) => `<label for="lf1">PIN</label><input id="lf1" value="${t}">`),
    masked('fields/label-before', secret(), (t) => `<div><span>CVC</span><input value="${t}"></div>`),
    masked(
      'fields/label-in-table',
      secret(),
      (t) => `<table><tr><td>Password</td><td><input value="${t}"></td></tr></table>`,
    ),
    masked('fields/textarea-private-key', secret(), (t) => `<textarea name="private_key">${t}</textarea>`),
    masked(
      'fields/code-in-parts',
      secret(),
      (t) =>
        `<div><input maxlength="1" value="${t}"><input maxlength="1"><input maxlength="1"><input maxlength="1"></div>`,
    ),
    masked('fields/plain-with-card', card(' '), (t) => `<input name="note" value="${t}">`),
    masked('fields/plain-with-email', email(), (t) => `<input name="contact" value="write to ${t} please">`),
    masked(
      'fields/textarea-with-ssn',
      ssn(),
      (t) => `<textarea name="remarks">My number is ${t}.</textarea>`,
    ),
    masked(
      'fields/radio-in-private',
      secret(),
      (t) => `<fieldset data-private><input type="radio" value="${t}" checked></fieldset>`,
    ),
    masked(
      'fields/typed-textarea-private',
      secret(),
      `<div data-private><textarea data-f="${area}"></textarea></div>`,
      (t) => [type(at(area!), t)],
      6,
    ),
    masked(
      'fields/typed-editable-private',
      secret(),
      `<div data-private><div data-f="${editable}" contenteditable></div></div>`,
      (t) => [type(at(editable!), t)],
      6,
    ),
    masked(
      'fields/typed-card-in-plain',
      card(),
      `<input data-f="${card1}" name="note">`,
      (t) => [type(at(card1!), t)],
      12,
    ),
    masked(
      'fields/typed-email-in-plain',
      email(),
      `<input data-f="${emailField}" name="note">`,
      (t) => [type(at(emailField!), t)],
      14,
    ),
    masked(
      'fields/typed-email-in-editable',
      email(),
      `<div data-f="${editor}" contenteditable></div>`,
      (t) => [type(at(editor!), t)],
    ),
    masked('fields/pasted-password', secret(), `<input type="password" data-f="${pasted1}">`, (t) => [
      paste(at(pasted1!), t),
    ]),
    masked('fields/pasted-card-in-plain', card(' '), `<input name="note" data-f="${pasted2}">`, (t) => [
      paste(at(pasted2!), t),
    ]),
    ordinary('fields/typed-plain', word(), `<input name="town" data-f="${town}">`, (t) => [
      type(at(town!), t),
    ]),
    ordinary('fields/typed-textarea', word(), `<textarea name="story" data-f="${story}"></textarea>`, (t) => [
      type(at(story!), t),
    ]),
    ordinary('fields/plain', word(), (t) => `<input name="city" value="${t}">`),
    ordinary('fields/search', word(), (t) => `<input type="search" value="${t}">`),
    ordinary('fields/textarea', word(), (t) => `<textarea name="comment">${t}</textarea>`),
    ordinary('fields/submit', word(), (t) => `<input type="submit" value="${t}">`),
    ordinary('fields/checkbox-value', word(), (t) => `<input type="checkbox" value="${t}" checked>`),
    ordinary('fields/option-text', word(), (t) => `<select><option>${t}</option></select>`),
    ordinary('fields/option-value', word(), (t) => `<select><option value="${t}">One</option></select>`),
    ordinary('fields/name-discard', word(), (t) => `<input name="discardReason" value="${t}">`),
    ordinary(
      'fields/label-postcard',
      word(),
      (t) => `<label>Message on the postcard <input value="${t}"></label>`,
    ),
    ordinary('fields/label-spinning', word(), (t) => `<label>Spinning speed <input value="${t}"></label>`),
    structural('fields/name-attribute', word(), (t) => `<input name="${t}">`),
  ]
}

/** Inputs, textareas and selects that ask for something secret, and those that do not. */
export const fieldVectors = (): Vector[] => [
  filled('password', 'type="password"'),
  filled('password-upper-case', 'TYPE="PASSWORD"'),
  filled('hidden', 'type="hidden" name="csrfmiddlewaretoken"'),
  filled('hidden-plain', 'type="hidden" name="basket"'),
  filled('cc-number', 'autocomplete="cc-number"'),
  filled('cc-csc', 'autocomplete="cc-csc"'),
  filled('cc-name', 'autocomplete="billing cc-name"'),
  filled('cc-exp', 'autocomplete="section-a cc-exp"'),
  filled('cc-given-name', 'autocomplete="cc-given-name"'),
  filled('one-time-code', 'autocomplete="one-time-code"'),
  filled('new-password', 'type="text" autocomplete="new-password"'),
  filled('current-password', 'type="text" autocomplete="username current-password"'),
  filled('email-type', 'type="email"', email()),
  filled('email-type-incomplete', 'type="email"'),
  filled('email-autocomplete', 'autocomplete="email"'),
  filled('email-name', 'name="userEmail"'),
  filled('name-cardnumber', 'name="cardNumber"'),
  filled('name-cc-num', 'name="cc_num"'),
  filled('name-cvc', 'name="payment[cvc]"'),
  filled('id-cvv', 'id="cvv2"'),
  filled('name-ssn', 'name="applicant.ssn"'),
  filled('name-iban', 'name="iban"'),
  filled('name-otp', 'name="otp-code"'),
  filled('name-pin', 'name="pin"'),
  filled('name-api-key', 'name="api_key"'),
  filled('name-password-as-text', 'type="text" name="userPassword"'),
  filled('name-passport', 'name="passportNumber"'),
  filled('testid-card', 'data-testid="card-number"'),
  filled('aria-label-otp', 'aria-label="Verification code"'),
  filled('placeholder-mm-yy', 'placeholder="MM / YY"'),
  filled('placeholder-iban', 'placeholder="Your IBAN"'),
  labelled('card', 'Card number'),
  labelled('security-code', 'Security code'),
  labelled('ssn', 'Social Security Number'),
  labelled('password', 'Choose a password'),
  labelled('german', 'Kreditkartennummer'),
  labelled('french', 'Mot de passe'),
  labelled('spanish', 'Contraseña'),
  typed('password', 'type="password"'),
  typed('cc-number', 'autocomplete="cc-number"'),
  typed('cvc-name', 'name="cvc"'),
  typed('otp', 'autocomplete="one-time-code"'),
  typed('email', 'type="email"', email(), 8),
  typed('private', 'data-private'),
  filledByCode(
    'value',
    (f) => `<input type="password" data-f="${f}">`,
    (t) => `e.value = '${t}'`,
  ),
  filledByCode(
    'attribute',
    (f) => `<input type="password" data-f="${f}">`,
    (t) => `e.setAttribute('value', '${t}')`,
  ),
  filledByCode(
    'hidden',
    (f) => `<input type="hidden" data-f="${f}">`,
    (t) => `e.value = '${t}'`,
  ),
  filledByCode(
    'default-value',
    (f) => `<input autocomplete="cc-number" data-f="${f}">`,
    (t) => `e.defaultValue = '${t}'`,
  ),
  filledByCode(
    'textarea',
    (f) => `<textarea name="iban" data-f="${f}"></textarea>`,
    (t) => `e.textContent = '${t}'`,
  ),
  filledByCode(
    'set-range-text',
    (f) => `<input type="password" data-f="${f}">`,
    (t) => `e.setRangeText('${t}'); e.dispatchEvent(new Event('input', { bubbles: true }))`,
  ),
  ...others(),
]
