import { addRange, type Ranges } from './asterisks.ts'

/** Country, check digits, and an account of up to 30 letters and digits, together or in fours (ISO 13616). */
const IBAN = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g
/** Norway's are the shortest, Malta's and Saint Lucia's among the longest. */
const MIN_LENGTH = 15
const MAX_LENGTH = 34

/** Finds international bank account numbers with a valid checksum. */
export function findIbans(text: string, found: Ranges): void {
  for (const match of text.matchAll(IBAN)) {
    // What follows may be the next word: the longest beginning with a valid checksum counts.
    for (let end = match[0].length; end >= MIN_LENGTH; end--) {
      const number = match[0].slice(0, end).replaceAll(' ', '')
      if (number.length < MIN_LENGTH) break
      if (number.length > MAX_LENGTH || !isValid(number)) continue
      addRange(found, match.index, match.index + match[0].slice(0, end).trimEnd().length)
      break
    }
  }
}

/** ISO 7064, MOD 97-10: with the first four behind the rest and letters as numbers, the remainder is 1. */
function isValid(number: string): boolean {
  let remainder = 0
  for (const character of number.slice(4) + number.slice(0, 4)) {
    const value = parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}
