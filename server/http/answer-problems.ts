import type { FastifyError, FastifyReply } from 'fastify'
import type { App } from './app-types.ts'
import { problemBody, ProblemError } from './problem.ts'

/** Makes every error an answer of `application/problem+json`. What the client may not see is in the log alone. */
export function answerProblems(app: App): void {
  app.setNotFoundHandler((request, reply) => {
    const detail = `There is nothing at ${request.method} ${request.url.split('?')[0] ?? ''}.`
    return sendProblem(reply, new ProblemError(404, 'not-found', detail))
  })

  app.setErrorHandler((error: FastifyError | ProblemError, request, reply) => {
    const problem = error instanceof ProblemError ? error : translate(error)
    if (problem.statusCode >= 500) request.log.error({ err: error, req: request }, 'failed')
    return sendProblem(reply, problem)
  })
}

export function sendProblem(reply: FastifyReply, problem: ProblemError): FastifyReply {
  return reply
    .code(problem.statusCode)
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(problemBody(problem.statusCode, problem.code, problem.message))
}

/** Codes of the errors of Fastify itself. */
const FRAMEWORK_CODES: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
}

function translate(error: FastifyError): ProblemError {
  if (error.validation) {
    const [first] = error.validation
    const where = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`
    return new ProblemError(400, 'invalid-request', `${where}: ${first?.message ?? 'is not valid'}.`)
  }
  const status = error.statusCode ?? 500
  if (status >= 400 && status < 500) {
    return new ProblemError(status, FRAMEWORK_CODES[error.code] ?? 'invalid-request', error.message)
  }
  if (isUnavailable(error)) {
    return new ProblemError(
      503,
      'unavailable',
      'The server cannot reach its database or its store. Try again later.',
    )
  }
  return new ProblemError(500, 'internal', 'Something went wrong on the server. Its log says what.')
}

/** Postgres' class 08 (connection), 57P0x (shutting down), 53300 (too many connections), and what sockets say. */
function isUnavailable(error: { code?: string; message: string }): boolean {
  const code = String(error.code)
  return (
    /^(?:08...|57P0[1-3]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code) ||
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  )
}
