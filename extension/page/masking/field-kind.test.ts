import { describe, expect, it } from 'vitest'
import { fieldKind, type FieldFacts, type FieldKind } from './field-kind.ts'

const field = (facts: Partial<FieldFacts>) =>
  fieldKind({ type: 'text', autocomplete: '', names: [], labels: [], ...facts })

describe('fieldKind', () => {
  it.each([
    [{ type: 'password' }, 'password'],
    [{ type: 'PASSWORD' }, 'password'],
    [{ type: 'hidden' }, 'hidden'],
    [{ type: 'file' }, 'file'],
    [{ type: 'submit', names: ['password'] }, 'button'],
    [{ type: 'checkbox', names: ['rememberPassword'] }, 'choice'],
    [{ type: 'email' }, 'email'],
    [{ type: 'date' }, 'plain'],
    [{ autocomplete: 'section-x billing cc-number' }, 'card'],
    [{ autocomplete: 'CC-CSC' }, 'card'],
    [{ autocomplete: 'one-time-code' }, 'code'],
    [{ autocomplete: 'username new-password' }, 'password'],
    [{ autocomplete: 'home email' }, 'email'],
    [{ autocomplete: 'street-address' }, 'plain'],
  ] satisfies [Partial<FieldFacts>, FieldKind][])('%o is %s', (facts, kind) => {
    expect(field(facts)).toBe(kind)
  })

  it.each([
    ['userPassword', 'password'],
    ['Repeat password', 'password'],
    ['pwd', 'password'],
    ['Passwort bestätigen', 'password'],
    ['Mot de passe', 'password'],
    ['Contraseña', 'password'],
    ['Пароль', 'password'],
    ['パスワード', 'password'],
    ['api_key', 'password'],
    ['Recovery phrase', 'password'],
    ['cardNumber', 'card'],
    ['card-no', 'card'],
    ['cc_number', 'card'],
    ['Credit card', 'card'],
    ['Kreditkartennummer', 'card'],
    ['Numéro de carte', 'card'],
    ['Número de tarjeta', 'card'],
    ['cvv', 'card'],
    ['CVC2', 'card'],
    ['Name on card', 'card'],
    ['MM / YY', 'card'],
    ['Security code', 'card'],
    ['ssn', 'identity'],
    ['Social security number', 'identity'],
    ['IBAN', 'identity'],
    ['Passport number', 'identity'],
    ['Account number', 'identity'],
    ["Driver's license", 'identity'],
    ['Tax ID', 'identity'],
    ['Sort code', 'identity'],
    ['otp', 'code'],
    ['Verification code', 'code'],
    ['PIN', 'code'],
    ['2FA code', 'code'],
    ["Mother's maiden name", 'code'],
    ['email', 'email'],
    ['E-mail address', 'email'],
    ['user_email', 'email'],
    ['E-Mail-Adresse', 'email'],
  ] as const)('a field named %s is %s', (name, kind) => {
    expect(field({ names: [name] })).toBe(kind)
    expect(field({ labels: [name] })).toBe(kind)
  })

  it.each([
    'city',
    'comment',
    'discardReason',
    'postcard',
    'Message on the postcard',
    'Business cards to print',
    'Spinning speed',
    'opinion',
    'shopping',
    'company',
    'panel',
    'pancake recipe',
    'Pinterest',
    'compass',
    'author',
    'search',
    'quantity',
    'Order number',
    'Coupon code',
    'Postal code',
    'pincode',
    'Country code',
    'Discount',
    'first-name',
    'phone',
    'Emailer theme',
    'authenticity',
    'expiry date of the offer',
    'step',
    'token economy',
    'secretary',
  ])('a field named %s is plain', (name) => {
    expect(field({ names: [name] })).toBe('plain')
    expect(field({ labels: [name] })).toBe('plain')
  })

  it('takes a long text for an explanation', () => {
    expect(field({ labels: [`Please do not write your password into this field. ${'x'.repeat(100)}`] })).toBe(
      'plain',
    )
  })
})
