import fc from 'fast-check'

/** For property tests: secrets that are known by their form, as people and programs write them. */

/** Prefix and number of digits of cards that are given out. */
const BRANDS: [prefix: string, digits: number][] = [
  ['4', 16],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['3600', 14],
  ['3528', 16],
  ['6011', 16],
  ['65', 16],
  ['62', 16],
  ['2200', 16],
  ['50', 16],
  ['6759', 16],
]

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })

/** A card number without separators. */
const plainCard = fc.constantFrom(...BRANDS).chain(([prefix, length]) =>
  digits(length - prefix.length - 1).map((rest) => {
    const number = prefix + rest.join('')
    return number + luhnDigit(number)
  }),
)

export const card = fc
  .tuple(plainCard, fc.constantFrom('', '', ' ', '-', '.', '\u00a0', '\u2009', '\u2011', ' - '))
  .map(([number, separator]) => group(number).join(separator))

export const ssn = fc
  .tuple(
    fc.integer({ min: 1, max: 899 }).filter((area) => area !== 666),
    fc.integer({ min: 1, max: 99 }),
    fc.integer({ min: 1, max: 9999 }),
    fc.constantFrom('-', '\u2011', '\u2013'),
  )
  .map(([area, group, serial, dash]) =>
    [String(area).padStart(3, '0'), String(group).padStart(2, '0'), String(serial).padStart(4, '0')].join(
      dash,
    ),
  )

const word = (characters: string, min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from(characters)), minLength: min, maxLength: max })
const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const ALPHANUMERIC = LETTERS + LETTERS.toUpperCase() + '0123456789'

export const email = fc
  .tuple(
    word(LETTERS + '0123456789', 1, 12),
    fc.constantFrom('', '.', '_', '-', '+', '%'),
    word(LETTERS + '0123456789', 1, 12),
    word(LETTERS, 1, 12),
    fc.constantFrom('com', 'org', 'co.uk', 'de', 'technology', 'рф', 'xn--p1ai'),
  )
  .map(([first, separator, last, host, tld]) => `${first}${separator}${last}@${host}.${tld}`)

const base64Url = (min: number, max: number) => word(ALPHANUMERIC + '-_', min, max)

export const key = fc.oneof(
  fc
    .tuple(base64Url(20, 40), base64Url(20, 60), base64Url(20, 43))
    .map(([a, b, c]) => `eyJ${a}.eyJ${b}.${c}`),
  word('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16, 16).map((body) => `AKIA${body}`),
  word(ALPHANUMERIC, 36, 36).map((body) => `ghp_${body}`),
  word(ALPHANUMERIC, 24, 24).map((body) => `sk_live_${body}`),
  word(ALPHANUMERIC, 24, 24).map((body) => `xoxb-${body}`),
  base64Url(35, 35).map((body) => `AIza${body}`),
)

/** Any of them. */
export const secret = fc.oneof(card, ssn, email, key)

/** What may stand around a secret without becoming part of it. */
export const surrounding = fc
  .string({ unit: fc.constantFrom(...Array.from(' \n\t,;:()[]"\'!?<>{}|$&äß中🎉xyzXYZ')), maxLength: 12 })
  .map((text) => (text === '' ? '' : ` ${text} `))

function group(number: string): string[] {
  if (number.length === 15) return [number.slice(0, 4), number.slice(4, 10), number.slice(10)]
  if (number.length === 14) return [number.slice(0, 4), number.slice(4, 10), number.slice(10)]
  return number.match(/\d{1,4}/g)!
}

export function luhnDigit(number: string): string {
  let sum = 0
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number[number.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}
