import { join, resolve } from 'node:path'
import { DEFAULT_LIMITS, type UploadLimits } from './sessions/upload-limits.ts'
import { EnvironmentReader } from './read-environment.ts'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type DatabaseConfig = { kind: 'embedded'; dataDir: string } | { kind: 'postgres'; url: string }

export type StorageConfig =
  | {
      kind: 'disk'
      folder: string
      /** 32 bytes; null takes the key file beside the data, and makes it at the first start. */
      key: Buffer | null
      keyFile: string
    }
  | {
      kind: 's3'
      endpoint: string
      bucket: string
      region: string
      accessKeyId: string
      secretAccessKey: string
      /** Clients PUT straight to the store; otherwise through this server. */
      directUploads: boolean
    }

/** Everything that can be set from outside, checked. */
export interface Config {
  host: string
  /** 0 takes any free port. */
  port: number
  /** How clients reach the server; null means the address it listens on. */
  publicUrl: string | null
  dataDir: string
  database: DatabaseConfig
  storage: StorageConfig
  /** Null makes a key at the first start and prints it once. */
  adminKey: string | null
  /** Addresses or CIDR ranges whose forwarding headers are believed. */
  trustedProxies: string[]
  /** The header in which a trusted proxy says the country. */
  countryHeader: string
  logLevel: LogLevel
  limits: UploadLimits
}

/**
 * Reads the configuration from environment variables.
 *
 * @throws {ConfigError} with a sentence for every setting that is wrong
 */
export function readConfig(environment: NodeJS.ProcessEnv, cwd = process.cwd()): Config {
  const env = new EnvironmentReader(environment)
  const dataDir = resolve(cwd, env.text('DATA_DIR') ?? '.data')
  const config: Config = {
    host: env.text('HOST') ?? '127.0.0.1',
    port: env.integer('PORT', { min: 0, max: 65_535 }) ?? 4610,
    publicUrl: env.url('PUBLIC_URL', ['http:', 'https:'])?.replace(/\/+$/, '') ?? null,
    dataDir,
    database: readDatabaseConfig(env, dataDir),
    storage: readStorageConfig(env, dataDir),
    adminKey: readAdminKey(env),
    trustedProxies: env.list('TRUSTED_PROXIES'),
    countryHeader: (env.text('COUNTRY_HEADER') ?? 'cf-ipcountry').toLowerCase(),
    logLevel: env.oneOf('LOG_LEVEL', LOG_LEVELS) ?? 'warn',
    limits: DEFAULT_LIMITS,
  }
  env.throwIfWrong()
  return config
}

function readDatabaseConfig(env: EnvironmentReader, dataDir: string): DatabaseConfig {
  const url = env.url('DATABASE_URL', ['postgres:', 'postgresql:'])
  return url === null ? { kind: 'embedded', dataDir: join(dataDir, 'database') } : { kind: 'postgres', url }
}

function readStorageConfig(env: EnvironmentReader, dataDir: string): StorageConfig {
  const endpoint = env.url('S3_ENDPOINT', ['http:', 'https:'])
  const bucket = env.text('S3_BUCKET')
  if (endpoint === null && bucket === null) {
    return {
      kind: 'disk',
      folder: join(dataDir, 'objects'),
      key: env.bytes('STORAGE_KEY', 32),
      keyFile: join(dataDir, 'storage.key'),
    }
  }
  return {
    kind: 's3',
    endpoint: endpoint ?? env.missing('S3_ENDPOINT', 'S3_BUCKET is set'),
    bucket: bucket ?? env.missing('S3_BUCKET', 'S3_ENDPOINT is set'),
    region: env.text('S3_REGION') ?? 'auto',
    accessKeyId: env.text('S3_ACCESS_KEY_ID') ?? env.missing('S3_ACCESS_KEY_ID', 'S3_ENDPOINT is set'),
    secretAccessKey:
      env.text('S3_SECRET_ACCESS_KEY') ?? env.missing('S3_SECRET_ACCESS_KEY', 'S3_ENDPOINT is set'),
    directUploads: env.boolean('S3_DIRECT_UPLOADS') ?? true,
  }
}

/** An admin key that can be guessed opens every session: 24 characters of hexadecimal digits are 96 bits. */
const MIN_ADMIN_KEY_LENGTH = 24

function readAdminKey(env: EnvironmentReader): string | null {
  const key = env.text('ADMIN_KEY')
  if (key !== null && (key.length < MIN_ADMIN_KEY_LENGTH || /\s/.test(key))) {
    env.wrong('ADMIN_KEY', `must have at least ${MIN_ADMIN_KEY_LENGTH} characters and no spaces`)
  }
  return key
}
