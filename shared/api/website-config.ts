import Type from 'typebox'

/** When a website's sessions are kept without being asked to. */
export const REPLAY_TRIGGERS = ['all', 'errors_only', 'smart'] as const
export type ReplayTrigger = (typeof REPLAY_TRIGGERS)[number]

/** GET and PUT /api/websites/:websiteId/config, and the same in the extension's settings of a site. */
export const WebsiteConfigSchema = Type.Unsafe<WebsiteConfig>(
  Type.Object(
    {
      feature_flags: Type.Object(
        {
          enable_session_replay: Type.Boolean(),
          session_replay_trigger: Type.Union(REPLAY_TRIGGERS.map((trigger) => Type.Literal(trigger))),
          replay_sampling_rate: Type.Number({
            minimum: 0,
            maximum: 1,
            description: 'Share of the sessions that `all` keeps, decided once a session',
          }),
        },
        { additionalProperties: false },
      ),
    },
    { additionalProperties: false },
  ),
)
export interface WebsiteConfig {
  feature_flags: {
    enable_session_replay: boolean
    session_replay_trigger: ReplayTrigger
    replay_sampling_rate: number
  }
}

export const DEFAULT_WEBSITE_CONFIG: WebsiteConfig = {
  feature_flags: {
    enable_session_replay: false,
    session_replay_trigger: 'smart',
    replay_sampling_rate: 0.02,
  },
}
