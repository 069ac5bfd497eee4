import Type from 'typebox'
import { WEBSITE_ID_PATTERN } from '../../shared/api/admin-schemas.ts'
import { ProblemSchema } from '../../shared/api/schemas.ts'

export const WebsiteParams = Type.Object({
  websiteId: Type.String({ pattern: WEBSITE_ID_PATTERN, description: 'Id of a website' }),
})

export const SessionParams = Type.Object({
  sessionId: Type.String({ pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$', description: 'UUIDv7' }),
})

export const SegmentParams = Type.Object({
  tab: Type.Integer({ minimum: 0, maximum: 9999 }),
  index: Type.Integer({ minimum: 0, maximum: 999_999 }),
})

/** Answers that any route may give. */
export const PROBLEMS = { '4xx': ProblemSchema, '5xx': ProblemSchema }

export const NoContent = Type.Null({ description: 'Done' })
