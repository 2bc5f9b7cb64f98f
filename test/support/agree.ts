import { expect } from 'vitest'
import { openDesk } from './desk-client.ts'
import type { RunningService } from './service-process.ts'

/** Signs in as another person and agrees to all that waits for a second one, once there is something: a file is read before. */
export async function agreeToAll(
  url: string,
  login: { loginId: string; password: string },
): Promise<void> {
  const { desk } = openDesk(url)
  await desk.staff.signIn(login)
  const waiting = async () =>
    (await desk.proposals.list()).filter(({ decidedBy }) => decidedBy === 'proposals.decide')
  await expect.poll(waiting).not.toEqual([])
  for (const { id } of await waiting()) await desk.proposals.decide({ id, approve: true, note: '' })
}

/** The demo's second administrator agrees. */
export function secondAgrees(service: RunningService): Promise<void> {
  const found = service.demo.staff.find(({ loginId }) => loginId === 'kagaya')
  if (!found) throw new Error('no second administrator')
  const { loginId, password } = found
  return agreeToAll(service.console, { loginId, password })
}
