import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Readable } from 'node:stream'
import type { StorageConfig } from '../config.ts'
import { assertSafeKey, ObjectNotFoundError, type ObjectStore, type StoredObject } from './object-store.ts'

/** Objects in a bucket of R2, or of any store that speaks S3. The bucket has to be there. */
export function openS3Store(config: Extract<StorageConfig, { kind: 's3' }>): ObjectStore {
  const Bucket = config.bucket
  const client = new S3Client({
    endpoint: config.endpoint,
    region: config.region,
    credentials: { accessKeyId: config.accessKeyId, secretAccessKey: config.secretAccessKey },
    forcePathStyle: true,
    // The SDK's defaults add checksum trailers and Expect: 100-continue, which stores other than S3 itself mishandle.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
    // What it would say on the console is in the errors that it throws.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  })

  async function* list(prefix: string): AsyncIterable<StoredObject> {
    assertSafeKey(prefix)
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
      for (const { Key, Size } of page.Contents ?? []) {
        if (Key !== undefined) yield { key: Key, sizeBytes: Size ?? 0 }
      }
    }
  }

  return {
    async put(key, source, sizeBytes) {
      assertSafeKey(key)
      const broken = new AbortController()
      const Body = Readable.from(untilBroken(exactly(source, sizeBytes), broken), { objectMode: false })
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        Body,
        ContentLength: sizeBytes,
        ContentType: 'application/gzip',
      })
      await client.send(command, { abortSignal: broken.signal }).catch((error: unknown) => {
        throw broken.signal.aborted ? broken.signal.reason : error
      })
    },

    async get(key) {
      assertSafeKey(key)
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }))
        return Body as Readable
      } catch (error) {
        if (statusOf(error) === 404) throw new ObjectNotFoundError(key)
        throw error
      }
    },

    list,

    async delete(key) {
      assertSafeKey(key)
      await client.send(new DeleteObjectCommand({ Bucket, Key: key }))
    },

    async deleteAll(prefix) {
      let batch: { Key: string }[] = []
      const flush = async () => {
        const { Errors } = await client.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects: batch, Quiet: true } }),
        )
        if (Errors?.length)
          throw new Error(`The store kept ${Errors.length} objects: ${Errors[0]?.Message ?? 'no reason'}`)
        batch = []
      }
      for await (const { key } of list(prefix)) {
        if (batch.push({ Key: key }) === MAX_DELETES) await flush()
      }
      if (batch.length > 0) await flush()
    },

    async uploadAddress(key, { sizeBytes, contentType, expiresInSeconds }) {
      if (!config.directUploads) return null
      assertSafeKey(key)
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        ContentLength: sizeBytes,
        ContentType: contentType,
        IfNoneMatch: '*',
      })
      const url = await getSignedUrl(client, command, {
        expiresIn: expiresInSeconds,
        signableHeaders: new Set(['content-type', 'content-length', 'if-none-match', 'host']),
        unhoistableHeaders: new Set(['content-type', 'content-length', 'if-none-match']),
      })
      // The client's own HTTP stack sends the length.
      return { url, headers: { 'content-type': contentType, 'if-none-match': '*' } }
    },

    async check() {
      await client.send(new HeadBucketCommand({ Bucket }))
    },

    close: async () => client.destroy(),
  }
}

function ignore(): void {}

/** Keys in one DeleteObjects. */
const MAX_DELETES = 1000

function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
}

/** Ends in an error, and with it the request, when the source is shorter or longer than was announced. */
async function* exactly(source: AsyncIterable<Uint8Array>, sizeBytes: number): AsyncIterable<Uint8Array> {
  const wrongSize = () =>
    new RangeError(`the source does not have the ${sizeBytes} bytes that were announced`)
  let seen = 0
  for await (const chunk of source) {
    seen += chunk.length
    if (seen > sizeBytes) throw wrongSize()
    yield chunk
  }
  if (seen !== sizeBytes) throw wrongSize()
}

/** The SDK neither handles an error of its body nor ends the request for it: so the request is aborted with that error. */
async function* untilBroken(
  source: AsyncIterable<Uint8Array>,
  broken: AbortController,
): AsyncIterable<Uint8Array> {
  try {
    yield* source
  } catch (error) {
    broken.abort(error)
  }
}
