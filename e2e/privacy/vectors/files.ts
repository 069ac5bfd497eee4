/** What the site of the corpus serves beside its pages, by path. */
export const files: Record<string, { type: string; body: string; reason?: string }> = {}

let count = 0

/** Serves a file of its own, and gives its path. */
export function file(type: string, body: string, reason?: string): string {
  const path = `/file-${++count}`
  files[path] = { type, body, ...(reason === undefined ? {} : { reason }) }
  return path
}
