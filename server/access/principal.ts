import type { Scope } from './scopes.ts'

/** Who a request comes from, and what it may do. */
export interface Principal {
  keyId: string
  name: string
  scopes: readonly Scope[]
  /** Null: all. */
  websiteIds: readonly string[] | null
}

/** `admin` may do what every other scope may. */
export function hasScope(principal: Principal, scope: Scope): boolean {
  return principal.scopes.includes(scope) || principal.scopes.includes('admin')
}

export function maySee(principal: Principal, websiteId: string): boolean {
  return principal.websiteIds === null || principal.websiteIds.includes(websiteId)
}
