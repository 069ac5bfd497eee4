import type { MaskingLevel } from '../../../shared/session/metadata.ts'

/** What a visitor or the page's own code does. Data, so that any browser's driver can do it. */
export type Step =
  /** Keys, one by one, into the field that `into` selects. */
  | { do: 'type'; into: string; text: string }
  /** Pasted text: one input event. */
  | { do: 'paste'; into: string; text: string }
  | { do: 'click'; on: string }
  /** Code of the page's, the body of an async function. */
  | { do: 'run'; code: string }

/** One way in which something may get into a recording. */
export interface Vector {
  /** `category/what`, unique. */
  id: string
  /** What is looked for in the recording; unique among all vectors. */
  token: string
  /** `kept`: it has to be found, since masking everything is a failure as well. */
  expect: Record<MaskingLevel, 'masked' | 'kept'>
  /** What is in the body from the start. */
  html: string
  steps: Step[]
  /** No beginning of the token may be found either, from this many characters on. */
  prefix: number
}

type Html = string | ((token: string) => string)
type Steps = Step[] | ((token: string) => Step[])

const make =
  (standard: 'masked' | 'kept', strict: 'masked' | 'kept') =>
  (id: string, token: string, html: Html, steps: Steps = [], prefix = token.length): Vector => ({
    id,
    token,
    expect: { standard, strict },
    html: typeof html === 'string' ? html : html(token),
    steps: typeof steps === 'function' ? steps(token) : steps,
    prefix,
  })

/** Masked in both levels. */
export const masked = make('masked', 'masked')
/** Ordinary content: it survives *standard*. */
export const ordinary = make('kept', 'masked')
/** What the layout or the developer needs: kept in both levels. */
export const structural = make('kept', 'kept')

export const run = (code: string): Step => ({ do: 'run', code })
export const type = (into: string, text: string): Step => ({ do: 'type', into, text })
export const paste = (into: string, text: string): Step => ({ do: 'paste', into, text })
export const click = (on: string): Step => ({ do: 'click', on })

let elements = 0
/** Another `data-f`, by which steps find an element. */
export const field = (): string => `f${++elements}`
export const at = (name: string): string => `[data-f=${name}]`
/** Code that calls the element `e`. */
export const on = (name: string, code: string): Step =>
  run(`const e = document.querySelector('${at(name)}'); ${code}`)
