import type { Readable } from 'node:stream'

/** There is no object with that key. */
export class ObjectNotFoundError extends Error {
  override name = 'ObjectNotFoundError'
  constructor(readonly key: string) {
    super(`There is no object ${key}.`)
  }
}

/** An object is there, but not as it was written. */
export class ObjectDamagedError extends Error {
  override name = 'ObjectDamagedError'
}

export interface StoredObject {
  key: string
  sizeBytes: number
}

/** Where a client may PUT an object by itself. */
export interface UploadAddress {
  url: string
  /** To be sent with the PUT, as they are. */
  headers: Record<string, string>
}

export interface UploadTerms {
  sizeBytes: number
  contentType: string
  expiresInSeconds: number
}

/**
 * Keeps blobs by key. An object is there whole or not at all, from the moment that `put` has settled, through a crash of
 * the process. Keys are made by {@link objectKey} and {@link objectPrefix}.
 */
export interface ObjectStore {
  /** Rejects, and leaves nothing, when `source` rejects or does not give exactly `sizeBytes`. */
  put(key: string, source: AsyncIterable<Uint8Array>, sizeBytes: number): Promise<void>
  /** @throws {ObjectNotFoundError} */
  get(key: string): Promise<Readable>
  /** All objects whose key begins with `prefix`, which ends in a slash. */
  list(prefix: string): AsyncIterable<StoredObject>
  /** Deletes an object; there being none is fine. */
  delete(key: string): Promise<void>
  /** Deletes all objects whose key begins with `prefix`, which ends in a slash. */
  deleteAll(prefix: string): Promise<void>
  /** An address for one object, at which nothing else can be written; null when clients cannot reach the store. */
  uploadAddress(key: string, terms: UploadTerms): Promise<UploadAddress | null>
  /** Rejects when the store cannot be used now. */
  check(): Promise<void>
  close(): Promise<void>
}

const SAFE_PART = /^[a-z0-9][a-z0-9-]{0,79}$/

/**
 * Everything of one creation of a session. It does not name the session, so that nothing of a deleted one is left, not
 * even an empty folder's name. The slash at the end keeps `a/1` from meaning `a/10` too.
 */
export function objectPrefix(websiteId: string, creationId: string): string {
  for (const part of [websiteId, creationId]) {
    if (!SAFE_PART.test(part)) throw new RangeError(`"${part}" cannot be part of a key`)
  }
  return `sessions/${websiteId}/${creationId}/`
}

/** The key of a segment. */
export function objectKey(prefix: string, tab: number, index: number): string {
  return `${prefix}${tab}/${index}.gz`
}

const SAFE_KEY = /^(?:[a-z0-9][a-z0-9-]*\/)+(?:[a-z0-9][a-z0-9-]*(?:\.[a-z0-9]+)?)?$/

/** @throws {RangeError} unless `key` is a key or a prefix: whatever it came from, it cannot leave its folder */
export function assertSafeKey(key: string): void {
  if (!SAFE_KEY.test(key)) throw new RangeError(`"${key}" is not a key of this store`)
}
