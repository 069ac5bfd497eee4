/** Makes what the corpus looks for. Each call gives another one; the same order gives the same ones. */
let count = 0
const next = () => String(++count).padStart(4, '0')

/** A card number with a valid checksum; a test range of Visa's. */
export function card(separator = ''): string {
  const digits = `4000${next()}7391000`
  const groups = `${digits}${luhnDigit(digits)}`.match(/\d{4}/g)!
  return groups.join(separator)
}

export const amex = (): string => {
  const digits = `3782${next()}822463`.slice(0, 14)
  return `${digits}${luhnDigit(digits)}`
}

export const ssn = (): string => `321-${String((++count % 90) + 10)}-${String(1000 + count)}`

export const email = (): string => `v${next()}.person@mailbox.example.org`

/** A password, or a private text: nothing in its form tells that it is secret. */
export const secret = (): string => `q${next()}Kvw-secret`

/** A word of ordinary content. */
export const word = (): string => `word${next()}here`

export const jwt = (): string =>
  `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyIiwibiI6${next()}fQ.dBjftJeZ4CVPmB92K27uhbUJU1p1r${next()}`

export const githubToken = (): string => `ghp_16C7e42F292c6912E7710c838347Ae17${next()}`
export const awsKey = (): string =>
  `AKIAIOSFODNN7EX${next().replace(/[01]/g, '7').replace(/[89]/g, '3')}A`.slice(0, 20)
export const stripeKey = (): string => `sk_live_4eC39HqLyjWDarjtT1zdp7dc${next()}`

/** A random token, such as a session's. */
export const random = (): string => `x9K2mQ7vB4nR8tW${next()}zL6pY3`

function luhnDigit(digits: string): number {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return (10 - (sum % 10)) % 10
}
