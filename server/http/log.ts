import {
  LogController,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import type { LogLevel } from '../config.ts'

/**
 * The log: lines of JSON. It says which route was asked and how that went, and nothing of who asked or for what: no
 * addresses, no tokens, no query, no title.
 */
export function logOptions(
  level: LogLevel,
  stream: NodeJS.WritableStream,
): NonNullable<FastifyServerOptions['logger']> {
  const serializers = {
    req: ({ method, routeOptions }: FastifyRequest) => ({ method, route: routeOptions.url ?? '(none)' }),
    res: ({ statusCode }: { statusCode?: number }) => ({ status: statusCode ?? 0 }),
    // Of a database's error the message alone: its detail repeats the row.
    err: (error: FastifyError) => ({
      type: error.name,
      message: error.message,
      code: error.code,
      stack: error.stack ?? '',
      cause: error.cause instanceof Error ? error.cause.message : null,
    }),
  }
  return { level, stream, serializers }
}

/** One line for each answer, none for the request, and no line with an address in it. */
export class AnswerLog extends LogController {
  override incomingRequest(): void {
    // The answer's line says it all.
  }

  override routeNotFound(): void {
    // As above; Fastify's own line holds the address that was asked for.
  }

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const line = { req: request, res: reply, ms: Math.round(reply.elapsedTime) }
    if (error) reply.log.error({ ...line, err: error }, 'answer failed')
    else reply.log.info(line, 'answered')
  }
}
