import type { StorageConfig } from '../config.ts'
import { openDiskStore } from './disk.ts'
import type { ObjectStore } from './object-store.ts'
import { loadStorageKey } from './storage-key.ts'

/** Opens the configured object store. */
export async function openStore(config: StorageConfig): Promise<ObjectStore> {
  if (config.kind === 's3') {
    // Only then: the SDK takes its time to load.
    const { openS3Store } = await import('./s3.ts')
    return openS3Store(config)
  }
  const encryptionKey = await loadStorageKey(config.key, config.keyFile)
  return openDiskStore({ folder: config.folder, encryptionKey })
}
