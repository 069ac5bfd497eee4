import { exec, indexOf, matches } from '../../../shared/privacy/natives.ts'
import { isSensitiveKey } from './mask-body.ts'

/** A name at the end of a text, with a colon or an equals sign: `Your password:`, `token = "`. */
const LABEL = /([\w.$-]{2,40})["'`]?\s*[:=]\s*["'`]?$/
/** A name alone. */
const NAME = /^[\w.$-]{2,40}$/
/** A directive of a format, with the name before it: `token=%s`, `password "%s"`. */
const DIRECTIVE = /(?:([\w.$-]{2,40})["'`]?\s{0,3}[:=]?\s{0,3}["'`]?)?%([sdifoOcj%])/g

/**
 * Which arguments of a call of the console are named like a secret by the text before them: `console.log('token:', x)`,
 * `console.log('token=%s', x)`. Told by their places.
 *
 * @param args as they were handed over
 */
export function secretArguments(args: readonly unknown[]): boolean[] {
  const secret: boolean[] = []
  const format = typeof args[0] === 'string' ? args[0] : ''
  let used = 1
  if (indexOf(format, '%') !== -1 && args.length > 1) {
    DIRECTIVE.lastIndex = 0
    for (let found = exec(DIRECTIVE, format); found && used < args.length; found = exec(DIRECTIVE, format)) {
      if (found[2] === '%') continue
      secret[used++] = found[1] !== undefined && isSensitiveKey(found[1])
    }
  }
  for (let i = used; i < args.length; i++) {
    const before = args[i - 1]
    secret[i] = typeof before === 'string' && namesSecret(before)
  }
  return secret
}

/** Whether a text names what stands behind it. Prose with a colon is short; what is longer is no label. */
function namesSecret(text: string): boolean {
  if (text.length > MAX_LABEL) return false
  const name = matches(NAME, text) ? text : exec(LABEL, text)?.[1]
  return name !== undefined && isSensitiveKey(name)
}
const MAX_LABEL = 200
