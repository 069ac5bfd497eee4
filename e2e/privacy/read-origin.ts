import { gunzipSync } from 'node:zlib'

/** Everything that an extension has stored, as values of JSON; bytes are `{ base64 }`. */
export interface StoredByOrigin {
  databases: { name: string; stores: { name: string; keys: unknown[]; values: unknown[] }[] }[]
  storage: Record<string, unknown>
  local: Record<string, string>
  caches: string[]
}

/** Runs in a page of the extension's: reads every database, every storage area and every cache of its origin. */
export async function readOrigin(): Promise<StoredByOrigin> {
  const promised = <Value>(request: IDBRequest<Value>) =>
    new Promise<Value>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('failed'))
    })
  const asJson = async (value: unknown): Promise<unknown> => {
    if (value instanceof Blob) return asJson(new Uint8Array(await value.arrayBuffer()))
    if (value instanceof ArrayBuffer) return asJson(new Uint8Array(value))
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      let text = ''
      for (let at = 0; at < bytes.length; at += 8192)
        text += String.fromCharCode(...bytes.subarray(at, at + 8192))
      return { base64: btoa(text) }
    }
    if (Array.isArray(value)) return Promise.all(value.map(asJson))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(async ([name, inner]) => [name, await asJson(inner)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }
  const readDatabase = async (name: string) => {
    const database = await promised(indexedDB.open(name))
    try {
      const stores = Array.from(database.objectStoreNames, async (store) => {
        const rows = database.transaction(store).objectStore(store)
        const [keys, values] = await Promise.all([promised(rows.getAllKeys()), promised(rows.getAll())])
        return {
          name: store,
          keys: (await asJson(keys)) as unknown[],
          values: (await asJson(values)) as unknown[],
        }
      })
      return { name, stores: await Promise.all(stores) }
    } finally {
      database.close()
    }
  }
  const names = (await indexedDB.databases()).map(({ name }) => name!)
  const areas = ['local', 'session', 'sync'] as const
  const storage = await Promise.all(
    areas.map(async (area) => {
      // Firefox has no `sync` for an extension that was not installed for good.
      const stored = await Promise.resolve(chrome.storage[area].get()).catch(() => ({}))
      return [area, stored] as const
    }),
  )
  return {
    databases: await Promise.all(names.map(readDatabase)),
    storage: Object.fromEntries(storage),
    local: Object.fromEntries(Object.entries(localStorage)),
    caches: await caches.keys(),
  }
}

/** All strings in a value, and all bytes in it as text, one behind the other; what is gzip is inflated. */
export function textsIn(value: unknown): string {
  const texts: string[] = []
  const collect = (inner: unknown): void => {
    if (typeof inner === 'string') texts.push(inner)
    else if (typeof inner === 'number') texts.push(String(inner))
    else if (typeof inner !== 'object' || inner === null) return
    else if ('base64' in inner && typeof inner.base64 === 'string')
      texts.push(textOfBytes(Buffer.from(inner.base64, 'base64')))
    else {
      for (const [name, child] of Object.entries(inner)) {
        if (!Array.isArray(inner)) texts.push(name)
        collect(child)
      }
    }
  }
  collect(value)
  return texts.join('\n')
}

export function textOfBytes(bytes: Uint8Array): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  return isGzip ? gunzipSync(bytes).toString('utf8') : Buffer.from(bytes).toString('utf8')
}
