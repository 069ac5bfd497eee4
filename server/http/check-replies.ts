import type { FastifySerializerCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

/** Answers are written as they are. */
export const writeReplies: FastifySerializerCompiler<unknown> = () => (value: unknown) =>
  JSON.stringify(value)

/** For tests: an answer that is not what its route's schema says is an error. */
export const checkReplies: FastifySerializerCompiler<unknown> = ({ schema, method, url }) => {
  const compiled = Compile(schema as TSchema)
  return (value: unknown) => {
    const text = JSON.stringify(value)
    const sent: unknown = JSON.parse(text)
    if (!compiled.Check(sent)) {
      const [first] = compiled.Errors(sent)
      throw new Error(
        `${method} ${url} answers with what its schema does not allow: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
      )
    }
    return text
  }
}
