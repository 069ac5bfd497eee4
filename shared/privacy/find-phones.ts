import { addRange, type Ranges } from './asterisks.ts'

const GAP = '[ .\\u00a0\\u2009\\u2011-]?'
/** With the country's code: 8 to 15 digits (E.164), set in groups or not. */
const INTERNATIONAL = new RegExp(
  `(?<![\\w+])(?:\\+|00)[1-9]\\d{0,2}(?:${GAP}\\(?\\d{1,5}\\)?){2,6}(?!\\d)`,
  'g',
)
/** North America: the area's and the exchange's code begin with 2 to 9. */
const NORTH_AMERICAN =
  /(?<![\w.-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])[2-9]\d{2}[ .-]\d{4}(?![\w-]|\.\d)/g
/** Anything like a number of 6 digits and more, behind a word that says so. */
const NAMED =
  /(?:\b(?:tel|phone|telephone|telefon|mobile|mobil|cell|handy|fax|whatsapp)\b|☎|📞)[^\d\n]{0,12}(\(?\+?\d[\d ()/.-]{5,20}\d)/gi

/** Finds telephone numbers that say of themselves, or by a word before, that they are such. */
export function findPhones(text: string, found: Ranges): void {
  for (const pattern of [INTERNATIONAL, NORTH_AMERICAN]) {
    for (const match of text.matchAll(pattern)) {
      const digits = match[0].replace(/\D/g, '').length
      if (digits >= 8 && digits <= 15) addRange(found, match.index, match.index + match[0].length)
    }
  }
  for (const match of text.matchAll(NAMED)) {
    const end = match.index + match[0].length
    addRange(found, end - match[1]!.length, end)
  }
}
