import { openDesk } from './desk-client.ts'
import type { RunningService } from './service-process.ts'

/** Signs in as another person and agrees to all that waits for a second one. */
export async function agreeToAll(
  url: string,
  login: { loginId: string; password: string },
): Promise<void> {
  const { desk } = openDesk(url)
  await desk.staff.signIn(login)
  for (const { id, decidedBy } of await desk.proposals.list())
    if (decidedBy === 'proposals.decide')
      await desk.proposals.decide({ id, approve: true, note: '' })
}

/** The demo's second administrator agrees. */
export function secondAgrees(service: RunningService): Promise<void> {
  const found = service.demo.staff.find(({ loginId }) => loginId === 'kagaya')
  if (!found) throw new Error('no second administrator')
  const { loginId, password } = found
  return agreeToAll(service.console, { loginId, password })
}
