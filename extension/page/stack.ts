const MAX_FRAMES = 30
/** Firefox gives scripts that an extension injects into the page's world no address. */
const OWN_FRAME = /(?:chrome|moz)-extension:\/\/|@<anonymous code>:/

/** The stack of the page's code that called into a tracker, without the tracker's own frames; null when there is none. */
export function callerStack(): string | null {
  // V8 keeps ten frames, and the first ones are our own.
  try {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = MAX_FRAMES
    const stack: unknown = new Error().stack
    Error.stackTraceLimit = limit
    return typeof stack === 'string' ? stripOwnFrames(stack) : null
  } catch {
    // A page may freeze Error, or make stacks of its own kind.
    return null
  }
}

/** @param stack in V8's or SpiderMonkey's form */
export function stripOwnFrames(stack: string | undefined): string | null {
  if (!stack) return null
  const frames = stack
    .split('\n')
    .filter((line) => line !== 'Error' && line.trim() !== '' && !OWN_FRAME.test(line))
  return frames.length > 0 ? frames.slice(0, MAX_FRAMES).join('\n') : null
}
