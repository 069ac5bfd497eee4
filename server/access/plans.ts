/** How long a plan keeps sessions, in days. */
export const RETENTION_DAYS = { pro: 60, scale: 120, enterprise: 180 } as const
export type Plan = keyof typeof RETENTION_DAYS
export const PLANS = Object.keys(RETENTION_DAYS) as Plan[]

/** When a session that was completed at `completedAt` expires. */
export function expiryOf(plan: Plan, completedAt: Date): Date {
  return new Date(completedAt.getTime() + RETENTION_DAYS[plan] * DAY_MS)
}

const DAY_MS = 86_400_000
