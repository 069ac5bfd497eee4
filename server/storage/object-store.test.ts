import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestBucket, type TestBucket } from '../testing/r2.ts'
import { openDiskStore } from './disk.ts'
import {
  assertSafeKey,
  objectKey,
  ObjectDamagedError,
  ObjectNotFoundError,
  objectPrefix,
  type ObjectStore,
} from './object-store.ts'
import { openS3Store } from './s3.ts'

let folder: string
let bucket: TestBucket
const stores: Record<string, ObjectStore> = {}
const encryptionKey = randomBytes(32)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qa-replay-objects-'))
  bucket = await startTestBucket()
  stores['disk'] = await openDiskStore({ folder, encryptionKey })
  stores['s3'] = openS3Store(bucket.config)
})
afterAll(async () => {
  await stores['s3']?.close()
  await bucket.stop()
  await rm(folder, { recursive: true })
})

async function* pieces(...parts: (Uint8Array | Error)[]): AsyncIterable<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part
    yield part
  }
}

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys.sort()
}

describe.each(['disk', 's3'])('conformance of %s', (kind) => {
  const store = () => stores[kind]!

  it('gives back what was put, of any size', async () => {
    for (const size of [0, 1, 65_536, 3_000_001]) {
      const bytes = randomBytes(size)
      const key = `conformance/sizes/${size}.gz`
      const half = Math.floor(size / 2)
      await store().put(key, pieces(bytes.subarray(0, half), bytes.subarray(half)), size)
      const read = await buffer(await store().get(key))
      expect(createHash('sha256').update(read).digest('hex')).toBe(
        createHash('sha256').update(bytes).digest('hex'),
      )
    }
  })

  it('replaces an object whole', async () => {
    await store().put('conformance/again/0.gz', pieces(Buffer.from('first')), 5)
    await store().put('conformance/again/0.gz', pieces(Buffer.from('second!')), 7)
    expect((await buffer(await store().get('conformance/again/0.gz'))).toString()).toBe('second!')
  })

  it('says that an object is not there', async () => {
    await expect(store().get('conformance/never/0.gz')).rejects.toBeInstanceOf(ObjectNotFoundError)
    await store().delete('conformance/never/0.gz')
    await store().deleteAll('conformance/never/')
    expect(await keysOf(store(), 'conformance/never/')).toEqual([])
  })

  it.each([
    ['breaks off', pieces(Buffer.from('abc'), new Error('the client left')), 10],
    ['is too short', pieces(Buffer.from('abc')), 10],
    ['is too long', pieces(Buffer.from('abc'), Buffer.from('defghijklmn')), 10],
  ])('leaves nothing when the source %s', async (_case, source, size) => {
    const key = 'conformance/broken/0.gz'
    await expect(store().put(key, source, size)).rejects.toThrow()
    await expect(store().get(key)).rejects.toBeInstanceOf(ObjectNotFoundError)
  })

  it('lists with sizes, and only below the prefix', async () => {
    const bytes = Buffer.from('12345')
    const keys = ['conformance/list/1/0/0.gz', 'conformance/list/1/0/1.gz', 'conformance/list/1/12/0.gz']
    for (const key of [...keys, 'conformance/list/10/0/0.gz']) await store().put(key, pieces(bytes), 5)
    expect(await keysOf(store(), 'conformance/list/1/')).toEqual(keys)
    for await (const object of store().list('conformance/list/1/')) expect(object.sizeBytes).toBe(5)
  })

  it('deletes one, and all below a prefix', async () => {
    for (let i = 0; i < 12; i++)
      await store().put(`conformance/delete/1/${i}.gz`, pieces(Buffer.from('x')), 1)
    await store().put('conformance/delete/11/0.gz', pieces(Buffer.from('x')), 1)
    await store().delete('conformance/delete/1/0.gz')
    expect(await keysOf(store(), 'conformance/delete/1/')).toHaveLength(11)
    await store().deleteAll('conformance/delete/1/')
    expect(await keysOf(store(), 'conformance/delete/')).toEqual(['conformance/delete/11/0.gz'])
  })

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'a/../b',
    'a/./b',
    'a//b',
    'a/%2e%2e/b',
    'a\\b',
    'a',
    '',
    'a/b\0',
  ])('refuses %j as a key', async (key) => {
    await expect(store().put(key, pieces(Buffer.from('x')), 1)).rejects.toThrow(RangeError)
    await expect(store().get(key)).rejects.toThrow(RangeError)
    await expect(store().deleteAll(key)).rejects.toThrow(RangeError)
  })

  it('can be used now', async () => {
    await expect(store().check()).resolves.toBeUndefined()
  })
})

describe('objects on the disk', () => {
  const path = () => join(folder, 'private/0.gz')

  it('are encrypted, and only their owner can read them', async () => {
    await stores['disk']!.put('private/0.gz', pieces(Buffer.from('a very private sentence')), 23)
    expect((await readFile(path())).includes('private sentence')).toBe(false)
    expect((await stat(path())).mode & 0o777).toBe(0o600)
  })

  it('do not open when they were changed, moved or cut', async () => {
    const disk = stores['disk']!
    await disk.put('private/1.gz', pieces(Buffer.from('a very private sentence')), 23)
    const original = await readFile(join(folder, 'private/1.gz'))
    for (const damaged of [
      original.subarray(0, -1),
      original.subarray(0, 10),
      flipped(original, 20),
      Buffer.alloc(0),
    ]) {
      await writeFile(join(folder, 'private/1.gz'), damaged)
      await expect(disk.get('private/1.gz')).rejects.toBeInstanceOf(ObjectDamagedError)
    }
    await writeFile(join(folder, 'private/1.gz'), original)
    await rename(join(folder, 'private/1.gz'), join(folder, 'private/2.gz'))
    await expect(disk.get('private/2.gz')).rejects.toBeInstanceOf(ObjectDamagedError)
  })

  it('do not open with another key', async () => {
    const other = await openDiskStore({ folder, encryptionKey: randomBytes(32) })
    await expect(other.get('private/0.gz')).rejects.toBeInstanceOf(ObjectDamagedError)
  })

  it('leave no drafts behind', async () => {
    expect(await readdir(join(folder, 'unfinished'))).toEqual([])
  })
})

describe('a direct upload to the store', () => {
  const terms = { sizeBytes: 5, contentType: 'application/gzip', expiresInSeconds: 60 }
  const put = async (key: string, body: string, change?: (url: URL, headers: Headers) => void) => {
    const address = (await stores['s3']!.uploadAddress(key, terms))!
    const url = new URL(address.url)
    const headers = new Headers(address.headers)
    change?.(url, headers)
    return (await fetch(url, { method: 'PUT', headers, body })).status
  }

  it('stores the object once, and refuses another in its place', async () => {
    expect(await put('direct/0/0.gz', '12345')).toBe(200)
    expect((await buffer(await stores['s3']!.get('direct/0/0.gz'))).toString()).toBe('12345')
    expect(await put('direct/0/0.gz', '54321')).toBe(412)
    expect((await buffer(await stores['s3']!.get('direct/0/0.gz'))).toString()).toBe('12345')
  })

  it.each([
    ['another size', '123456', undefined],
    ['another key', '12345', (url: URL) => (url.pathname = url.pathname.replace('/1.gz', '/2.gz'))],
    ['another signature', '12345', (url: URL) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64))],
    ['a later expiry', '12345', (url: URL) => url.searchParams.set('X-Amz-Expires', '6000')],
    ['no condition', '12345', (_: URL, headers: Headers) => headers.delete('if-none-match')],
    ['another type', '12345', (_: URL, headers: Headers) => headers.set('content-type', 'text/html')],
  ] as [string, string, ((url: URL, headers: Headers) => void) | undefined][])(
    'is refused with %s',
    async (_case, body, change) => {
      expect(await put('direct/0/1.gz', body, change)).toBe(403)
      expect(await keysOf(stores['s3']!, 'direct/0/')).not.toContain('direct/0/1.gz')
    },
  )
})

describe('keys', () => {
  it('are made of safe parts only', () => {
    const prefix = objectPrefix('shop-1', '01890000-0000-7000-8000-000000000000')
    expect(() => assertSafeKey(objectKey(prefix, 0, 12))).not.toThrow()
    for (const part of ['..', 'a/b', 'A', '', '-a', 'a.b', 'a b']) {
      expect(() => objectPrefix(part, 'x')).toThrow(RangeError)
    }
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at]! ^= 1
  return copy
}
