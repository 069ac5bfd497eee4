import { areaVectors, dynamicVectors } from './areas.ts'
import { attributeVectors } from './attributes.ts'
import { bodyVectors } from './bodies.ts'
import { codeVectors } from './code.ts'
import { fieldVectors } from './fields.ts'
import { passwordVectors } from './passwords.ts'
import { messageVectors } from './messages.ts'
import { requestVectors } from './requests.ts'
import { reportVectors } from './reports.ts'
import { stepVectors } from './steps.ts'
import { structureVectors } from './structures.ts'
import { styleVectors } from './styles.ts'
import { textVectors } from './text.ts'
import { treeVectors } from './trees.ts'
import { urlVectors } from './urls.ts'
import { valueVectors } from './values.ts'
import type { Vector } from './vector.ts'

/** All vectors, each with a token of its own. */
export const vectors: readonly Vector[] = [
  ...fieldVectors(),
  ...passwordVectors(),
  ...textVectors(),
  ...attributeVectors(),
  ...urlVectors(),
  ...areaVectors(),
  ...dynamicVectors(),
  ...styleVectors(),
  ...treeVectors(),
  ...codeVectors(),
  ...stepVectors(),
  ...structureVectors(),
  ...valueVectors(),
  ...requestVectors(),
  ...bodyVectors(),
  ...messageVectors(),
  ...reportVectors(),
]
