import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'
import { ConfigError } from './read-environment.ts'

const S3 = {
  S3_ENDPOINT: 'https://acc.r2.cloudflarestorage.com',
  S3_BUCKET: 'replay',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
}

const TEAM = { TEAM_URL: 'https://team.test/', TEAM_API_KEY: 'key' }

describe('the configuration', () => {
  it('needs nothing: it listens on this machine alone, on embedded parts', () => {
    expect(readConfig({}, '/srv/replay')).toMatchObject({
      host: '127.0.0.1',
      port: 4610,
      publicUrl: null,
      adminKey: null,
      trustedProxies: [],
      dataDir: '/srv/replay/.data',
      database: { kind: 'embedded', dataDir: '/srv/replay/.data/database' },
      storage: { kind: 'disk', folder: '/srv/replay/.data/objects', key: null },
    })
  })

  it('takes Postgres and an S3 store', () => {
    const config = readConfig({
      ...S3,
      DATABASE_URL: 'postgres://u:p@db/replay',
      PUBLIC_URL: 'https://replay.test/',
      S3_DIRECT_UPLOADS: 'false',
    })
    expect(config.database).toEqual({ kind: 'postgres', url: 'postgres://u:p@db/replay' })
    expect(config.storage).toMatchObject({
      kind: 's3',
      bucket: 'replay',
      region: 'auto',
      directUploads: false,
    })
    expect(config.publicUrl).toBe('https://replay.test')
  })

  it('takes a storage key as hexadecimal digits or base64', () => {
    const key = Buffer.alloc(32, 7)
    for (const encoding of ['hex', 'base64'] as const) {
      expect(readConfig({ STORAGE_KEY: key.toString(encoding) }).storage).toMatchObject({ key })
    }
  })

  it('takes a team server, and sends it everything unless told otherwise', () => {
    expect(readConfig({}).team).toBeNull()
    expect(readConfig(TEAM).team).toEqual({
      url: 'https://team.test',
      apiKey: 'key',
      websiteId: null,
      sync: 'all',
    })
    expect(readConfig({ ...TEAM, TEAM_SYNC: 'chosen', TEAM_WEBSITE_ID: 'shop' }).team).toMatchObject({
      websiteId: 'shop',
      sync: 'chosen',
    })
    expect(() => readConfig({ TEAM_SYNC: 'all' })).toThrow('TEAM_SYNC does nothing without TEAM_URL')
  })

  it.each([
    ['PORT', { PORT: 'http' }],
    ['PORT', { PORT: '70000' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'replay.test' }],
    ['DATABASE_URL', { DATABASE_URL: 'mysql://db' }],
    ['STORAGE_KEY', { STORAGE_KEY: 'short' }],
    ['ADMIN_KEY', { ADMIN_KEY: 'admin' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
    ['S3_BUCKET', { ...S3, S3_BUCKET: '' }],
    ['S3_ENDPOINT', { S3_BUCKET: 'replay' }],
    ['S3_SECRET_ACCESS_KEY', { ...S3, S3_SECRET_ACCESS_KEY: '' }],
    ['TEAM_API_KEY', { TEAM_URL: 'https://team.test' }],
    ['TEAM_API_KEY', { ...TEAM, TEAM_API_KEY: 'two words' }],
    ['TEAM_URL', { TEAM_API_KEY: 'key' }],
    ['TEAM_URL', { ...TEAM, TEAM_URL: 'team.test' }],
    ['TEAM_URL', { ...TEAM, PUBLIC_URL: 'https://team.test' }],
    ['TEAM_SYNC', { ...TEAM, TEAM_SYNC: 'some' }],
    ['TEAM_WEBSITE_ID', { ...TEAM, TEAM_WEBSITE_ID: 'My Shop' }],
  ])('says what is wrong with %s', (name, environment) => {
    expect(() => readConfig(environment)).toThrow(ConfigError)
    expect(() => readConfig(environment)).toThrow(new RegExp(`^${name} must .*\\.$`, 'm'))
  })

  it('says everything that is wrong at once, and repeats no secret', () => {
    const environment = { PORT: 'x', DATABASE_URL: 'mysql://user:hunter2@db', ADMIN_KEY: 'guessable' }
    const problem = messageOf(() => readConfig(environment))
    expect(problem.split('\n')).toHaveLength(3)
    expect(problem).not.toMatch(/hunter2|guessable/)
  })
})

function messageOf(act: () => unknown): string {
  try {
    act()
    return ''
  } catch (error) {
    return (error as Error).message
  }
}
