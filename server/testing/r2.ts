import { Miniflare } from 'miniflare'
import type { StorageConfig } from '../config.ts'

export interface TestBucket {
  config: Extract<StorageConfig, { kind: 's3' }>
  stop(): Promise<void>
}

/** Starts a real S3 endpoint with an empty bucket, in memory: Cloudflare's own R2, which checks signatures. */
export async function startTestBucket(): Promise<TestBucket> {
  const credentials = { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-access-key' }
  const miniflare = new Miniflare({
    modules: true,
    script: 'export default { fetch: () => new Response(null, { status: 404 }) }',
    compatibilityDate: '2026-01-01',
    host: '127.0.0.1',
    port: 0,
    r2Buckets: { BUCKET: { id: 'sessions', s3Credentials: credentials } },
  })
  const origin = await miniflare.ready
  return {
    config: {
      kind: 's3',
      endpoint: new URL('/cdn-cgi/local/r2/s3', origin).href,
      bucket: 'sessions',
      region: 'auto',
      ...credentials,
      directUploads: true,
    },
    stop: () => miniflare.dispose(),
  }
}
