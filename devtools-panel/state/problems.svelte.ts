/** Something that went wrong in the panel itself, to be shown and copied. */
export interface PanelProblem {
  message: string
  /** With the stack: for whoever looks into it. */
  details: string
}

/** Collects what nobody caught. */
export class Problems {
  current = $state.raw<PanelProblem | null>(null)

  /** @param cause anything that was thrown */
  report(cause: unknown): void {
    const error = cause instanceof Error ? cause : new Error(String(cause))
    this.current = {
      message: error.message,
      details: [error.stack ?? String(error), navigator.userAgent].join('\n'),
    }
  }

  dismiss(): void {
    this.current = null
  }
}

export function watchProblems(target: Window): Problems {
  const problems = new Problems()
  target.addEventListener('error', (event) => {
    // Observers that cannot keep up say so as an error; they go on in the next frame.
    if (!event.message.startsWith('ResizeObserver loop')) problems.report(event.error ?? event.message)
  })
  target.addEventListener('unhandledrejection', (event) => problems.report(event.reason))
  return problems
}
