import { exec } from './natives.ts'
import { addRange, type Ranges } from './asterisks.ts'

const DASH = '[-\\u2010-\\u2015\\u2212]'

/** Areas 000, 666 and 9xx, group 00 and serial 0000 are never given out (Social Security Administration). */
const SSN = '(?!000|666|9)\\d{3}SEP(?!00)\\d{2}SEP(?!0000)\\d{4}(?!\\d)'

const DASHED = new RegExp(`(?<![\\d]|\\d${DASH})${SSN.replaceAll('SEP', DASH)}(?!${DASH}\\d)`, 'g')

/** Without dashes it takes a label nearby: three, two and four digits are too many other things. */
const LABELLED = new RegExp(
  `(?:\\bssn|social[ _-]?sec(?:urity)?)(?:[^\\d]{0,30}?)(?<!\\d)(${SSN.replaceAll('SEP', `(?:${DASH}|[ ._])?`)})`,
  'gi',
)

/** Finds US social security numbers. */
export function findSsns(text: string, found: Ranges): void {
  DASHED.lastIndex = 0
  for (let match = exec(DASHED, text); match; match = exec(DASHED, text)) {
    addRange(found, match.index, match.index + match[0].length)
  }
  LABELLED.lastIndex = 0
  for (let match = exec(LABELLED, text); match; match = exec(LABELLED, text)) {
    const end = match.index + match[0].length
    addRange(found, end - match[1]!.length, end)
  }
}
