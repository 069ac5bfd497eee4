import type { WebsitePlan } from '../../shared/api/admin-schemas.ts'

export type Plan = WebsitePlan

/** How long a plan keeps sessions, in days. */
export const RETENTION_DAYS: Record<Plan, number> = { pro: 60, scale: 120, enterprise: 180 }

/** When a session that was completed at `completedAt` expires. */
export function expiryOf(plan: Plan, completedAt: Date): Date {
  return new Date(completedAt.getTime() + RETENTION_DAYS[plan] * DAY_MS)
}

const DAY_MS = 86_400_000
