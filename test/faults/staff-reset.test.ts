import { expect, it } from 'vitest'
import { runCommand } from '../support/command.ts'
import { openDesk } from '../support/desk-client.ts'
import { removeFolder, startService } from '../support/service-process.ts'
import { codeOf } from '../support/watched.ts'

it('staff:reset lets back in by the machine alone, while the service is stopped, and says so in the audit', async () => {
  const command = (folder: string, loginId: string) =>
    runCommand('staff-reset', ['--data-dir', folder, '--login-id', loginId])
  const running = await startService()
  const { folder } = running
  // Not beside a running service: it alone writes.
  const beside = command(folder, 'miura')
  expect(beside.status).not.toBe(0)
  expect(beside.stderr).not.toMatch(/\n\s+at /)
  await running.stop()
  expect(command(folder, 'nobody').status).toBe(1)
  const { status, stdout } = command(folder, 'miura')
  expect(status).toBe(0)
  const code = /: ((?:[2-9A-Z]{4}-?){4})\n/.exec(stdout)?.[1] ?? ''
  const again = await startService([], folder)
  const { desk } = openDesk(again.console)
  const old = again.demo.staff.find((one) => one.loginId === 'miura')?.password ?? ''
  expect(await codeOf(desk.staff.signIn({ loginId: 'miura', password: old }))).toBe(
    'staff.wrong-credentials',
  )
  const own = { loginId: 'miura', code, password: 'a-phrase-of-her-own' }
  expect(await desk.staff.enrol(own)).toMatchObject({ name: '三浦 京子' })
  // Once.
  expect(await codeOf(desk.staff.enrol(own))).toBe('staff.wrong-credentials')
  const { rows } = await desk.audit.list({
    actorKind: 'system',
    outcome: null,
    action: 'staff.reenrol',
    text: '',
    before: null,
    limit: 5,
  })
  expect(rows).toMatchObject([{ actorName: '端末での復旧', targetLabel: '三浦 京子' }])
  await again.stop()
  removeFolder(folder)
})
