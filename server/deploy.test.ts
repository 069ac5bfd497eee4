import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

/** Every name that the configuration asks the environment for, whatever is set. */
function settings(): string[] {
  const names = new Set<string>()
  const given: Record<string, string>[] = [
    {},
    { S3_ENDPOINT: 'https://s3.test', S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'i', S3_SECRET_ACCESS_KEY: 's' },
    { TEAM_URL: 'https://team.test', TEAM_API_KEY: 'key' },
  ]
  for (const environment of given) {
    readConfig(
      new Proxy(environment, {
        get(target, name: string) {
          names.add(name)
          return target[name]
        },
      }),
    )
  }
  return [...names].sort()
}

describe('what is written about running the server', () => {
  it('names every setting, and none that there is not', async () => {
    const table = [...(await read('docs/DEPLOY.md')).matchAll(/^\| `([A-Z0-9_]+)` /gm)].map(
      ([, name]) => name,
    )
    expect(table).toContain('TEAM_SYNC')
    expect([...table].sort()).toEqual(settings())
  })

  it('sets nothing in compose.yaml and the Dockerfile that there is not', async () => {
    const compose = /^ {2}server:\n(.*?)^ {2}\w/ms.exec(await read('compose.yaml'))![1]!
    const names = [...compose.matchAll(/^ {6}([A-Z0-9_]+): /gm)].map(([, name]) => name!)
    const image = (await read('Dockerfile')).matchAll(/^ENV (.+)$/gm)
    const last = [...image]
      .at(-1)![1]!
      .split(' ')
      .map((pair) => pair.split('=')[0]!)
    expect(names.length).toBeGreaterThan(5)
    expect(settings()).toEqual(
      expect.arrayContaining([...names, ...last.filter((name) => name !== 'NODE_ENV')]),
    )
  })
})
