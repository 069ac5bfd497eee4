import { join, resolve } from 'node:path'
import { WEBSITE_ID_PATTERN } from '../shared/api/admin-schemas.ts'
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

/** The team's server, which this one sends sessions to. */
export interface TeamConfig {
  /** Without a slash at the end. */
  url: string
  /** A key of the team's server with the scope `ingest`. */
  apiKey: string
  /** The website there that takes all sessions; null takes the one with the same id as here. */
  websiteId: string | null
  /** Every session that is completed here, or those that somebody chose. */
  sync: (typeof TEAM_SYNC)[number]
}

export const TEAM_SYNC = ['all', 'chosen'] as const

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
  /** Null: sessions stay here. */
  team: TeamConfig | null
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
    team: readTeamConfig(env),
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

function readTeamConfig(env: EnvironmentReader): TeamConfig | null {
  const url = env.url('TEAM_URL', ['http:', 'https:'])?.replace(/\/+$/, '') ?? null
  const apiKey = env.text('TEAM_API_KEY')
  const websiteId = env.text('TEAM_WEBSITE_ID')
  const sync = env.oneOf('TEAM_SYNC', TEAM_SYNC)
  if (url === null && apiKey === null) {
    for (const [name, value] of Object.entries({ TEAM_WEBSITE_ID: websiteId, TEAM_SYNC: sync })) {
      if (value !== null)
        env.wrong(name, 'does nothing without TEAM_URL and TEAM_API_KEY: set both, or remove it')
    }
    return null
  }
  if (apiKey !== null && /\s/.test(apiKey)) env.wrong('TEAM_API_KEY', 'must be a key, without spaces')
  if (websiteId !== null && !new RegExp(WEBSITE_ID_PATTERN).test(websiteId)) {
    env.wrong('TEAM_WEBSITE_ID', 'must be the id of a website: lower-case letters, digits and dashes')
  }
  if (url !== null && url === env.text('PUBLIC_URL')?.replace(/\/+$/, '')) {
    env.wrong('TEAM_URL', 'must be another server than this one, whose address is in PUBLIC_URL')
  }
  return {
    url: url ?? env.missing('TEAM_URL', 'TEAM_API_KEY is set'),
    apiKey: apiKey ?? env.missing('TEAM_API_KEY', 'TEAM_URL is set'),
    websiteId,
    sync: sync ?? 'all',
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
