import { expect, test, vi } from 'vitest'
import type { ErasurePlan } from '../../../../shared/api/admin-schemas.ts'
import { UnreachableError } from '../../../../shared/api/errors.ts'
import type { Account, AdminClient } from './access.svelte.ts'
import { Erasure } from './erasure.svelte.ts'

const PLAN: ErasurePlan = { sessions: 450, shares: 2, sizeBytes: 9, atTeam: 0 }

function newErasure(parts: { sessions: number; isDone: boolean }[] = []) {
  const eraseSessions = vi.fn<AdminClient['eraseSessions']>(async () => parts.shift()!)
  const deleteVisitor = vi.fn<Account['client']['deleteVisitor']>(async () => ({ sessions: 3 }))
  const erasurePlan = vi.fn<AdminClient['erasurePlan']>(async () => PLAN)
  const account = { admin: { eraseSessions, erasurePlan }, client: { deleteVisitor } }
  const erasure = new Erasure('shop', account as unknown as Account, () => {})
  return { erasure, eraseSessions, deleteVisitor, erasurePlan }
}

test('deletes nothing before it was seen what that would be', async () => {
  const { erasure, eraseSessions, deleteVisitor, erasurePlan } = newErasure()
  await erasure.erase()
  await erasure.look('anna')
  expect(erasurePlan).toHaveBeenCalledWith('shop', { visitorId: 'anna' })
  expect(erasure.current).toEqual({ phase: 'planned', visitorId: 'anna', plan: PLAN })
  erasure.forget()
  await erasure.erase()
  expect(erasure.current).toEqual({ phase: 'idle' })
  expect([eraseSessions.mock.calls.length, deleteVisitor.mock.calls.length]).toEqual([0, 0])
})

test('erases a visitor, and that one only', async () => {
  const { erasure, eraseSessions, deleteVisitor } = newErasure()
  await erasure.look('anna')
  await erasure.erase()
  expect(deleteVisitor).toHaveBeenCalledExactlyOnceWith('shop', 'anna')
  expect(eraseSessions).not.toHaveBeenCalled()
  expect(erasure.current).toEqual({ phase: 'done', erased: 3 })
})

test('erases a website part by part, and says how far it is', async () => {
  const parts = [
    { sessions: 200, isDone: false },
    { sessions: 200, isDone: false },
    { sessions: 50, isDone: true },
  ]
  const { erasure, eraseSessions } = newErasure(parts)
  await erasure.look(null)
  await erasure.erase()
  expect(eraseSessions).toHaveBeenCalledTimes(3)
  expect(erasure.current).toEqual({ phase: 'done', erased: 450 })
})

test('stops after the part that is under way', async () => {
  const { erasure, eraseSessions } = newErasure([{ sessions: 200, isDone: false }])
  await erasure.look(null)
  const erasing = erasure.erase()
  erasure.stop()
  await erasing
  expect(eraseSessions).toHaveBeenCalledTimes(1)
  expect(erasure.current).toEqual({ phase: 'done', erased: 200 })
})

test('says why it went no further', async () => {
  const { erasure, eraseSessions } = newErasure()
  eraseSessions.mockRejectedValue(new UnreachableError('Away.'))
  await erasure.look(null)
  await erasure.erase()
  expect(erasure.current).toMatchObject({ phase: 'trouble', trouble: { sentence: 'Away.' } })
})
