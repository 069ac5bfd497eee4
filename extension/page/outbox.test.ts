import { expect, it } from 'vitest'
import { FLUSH_SIZE_CHARS } from '../../shared/protocol/capture.ts'
import { createOutbox } from './outbox.ts'

it('flushes by itself after a while, in the order of adding', async () => {
  const batches = await new Promise<string[]>((resolve) => {
    const outbox = createOutbox((ndjson) => resolve([ndjson]))
    outbox.add({ n: 1 })
    outbox.add({ n: 2 })
  })
  expect(batches).toEqual(['{"n":1}\n{"n":2}'])
})

it('flushes at once when much has come together', () => {
  const batches: string[] = []
  const outbox = createOutbox((ndjson) => batches.push(ndjson))
  outbox.add({ text: 'x'.repeat(FLUSH_SIZE_CHARS) })
  expect(batches).toHaveLength(1)
})

it('flushes when it is closed, and takes nothing after that', () => {
  const batches: string[] = []
  const outbox = createOutbox((ndjson) => batches.push(ndjson))
  outbox.add({ n: 1 })
  outbox.close()
  outbox.add({ n: 2 })
  outbox.flush()
  expect(batches).toEqual(['{"n":1}'])
})

it('asks for one more event before each flush that there is, and before the last one', () => {
  const batches: string[] = []
  const asked: boolean[] = []
  const outbox = createOutbox(
    (ndjson) => batches.push(ndjson),
    (last) => {
      asked.push(last)
      return { last }
    },
  )
  outbox.flush()
  outbox.add({ n: 1 })
  outbox.flush()
  outbox.flushLast()
  outbox.close()
  outbox.close()
  expect(asked).toEqual([false, true, true])
  expect(batches).toEqual(['{"n":1}\n{"last":false}', '{"last":true}', '{"last":true}'])
})
