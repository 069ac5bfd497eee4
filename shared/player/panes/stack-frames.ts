/** A line of a stack. */
export interface StackFrame {
  /** The function's name; empty for code outside of any. */
  name: string
  url: string
  /** From 1; 0 is unknown. */
  line: number
  column: number
  /** Where it is, short: `checkout.js:23:55`. */
  place: string
}

/** V8: `at name (url:1:2)` or `at url:1:2`. */
const V8_FRAME = /^\s*at (?:(.*?) \()?(.*?)(?::(\d+))?(?::(\d+))?\)?$/
/** SpiderMonkey and JavaScriptCore: `name@url:1:2`. */
const GECKO_FRAME = /^\s*(.*?)@(.*?)(?::(\d+))?(?::(\d+))?$/

/** The frames of a stack of any browser, innermost first; lines that are none are left out. */
export function parseStack(stack: string): StackFrame[] {
  return stack.split('\n').flatMap((line) => {
    const match = (/^\s*at /.test(line) ? V8_FRAME : GECKO_FRAME).exec(line)
    if (!match) return []
    const [, name = '', url = '', lineNumber = '0', column = '0'] = match
    if (url === '' || url === '<anonymous>' || url === '[native code]') return []
    return [
      { name, url, line: Number(lineNumber), column: Number(column), place: place(url, lineNumber, column) },
    ]
  })
}

/** Where something came from, short: the last part of the path, with line and column. */
export function place(url: string, line: number | string, column: number | string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url
  const name = path.split('/').filter(Boolean).at(-1) ?? (URL.canParse(url) ? new URL(url).host : url)
  return Number(line) > 0 ? `${name}:${line}${Number(column) > 0 ? `:${column}` : ''}` : name
}
