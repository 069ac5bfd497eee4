/** Something that the server refused or could not do. It carries the decision: whether, and when, to try again. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly status: number
  /** The stable code of the problem: unauthorized, not-found, segments-missing... */
  readonly code: string
  /** Whether the same request may succeed later. 429 and 5xx do; every other refusal is final. */
  readonly retryable: boolean
  /** How long the server asks to wait, in ms; null when it does not say. */
  readonly retryAfterMs: number | null

  /** @param message a sentence for people */
  constructor(message: string, fields: Pick<ApiError, 'status' | 'code' | 'retryable' | 'retryAfterMs'>) {
    super(message)
    this.status = fields.status
    this.code = fields.code
    this.retryable = fields.retryable
    this.retryAfterMs = fields.retryAfterMs
  }
}

/** No answer came: no network, no server there, a request that took too long, an answer cut short. */
export class UnreachableError extends Error {
  override name = 'UnreachableError'
  readonly retryable = true
  readonly retryAfterMs = null
}
