import type { StorageConfig } from '../config.ts'
import { openDiskStore } from './disk.ts'
import type { ObjectStore } from './object-store.ts'
import { openS3Store } from './s3.ts'
import { loadStorageKey } from './storage-key.ts'

/** Opens the configured object store. */
export async function openStore(config: StorageConfig): Promise<ObjectStore> {
  if (config.kind === 's3') return openS3Store(config)
  const encryptionKey = await loadStorageKey(config.key, config.keyFile)
  return openDiskStore({ folder: config.folder, encryptionKey })
}
