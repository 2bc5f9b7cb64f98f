import { timingSafeEqual } from 'node:crypto'
import { missing, runSetup, staffCount, systemContext, toBegin, withoutBranch } from '#engine'
import { roleMay } from '#shared/contract/may'
import { AppError } from '#shared/errors'
import { anyone, signedIn } from './answer.ts'

export const setup = {
  status: anyone.setup.status.handler(({ context: { engine, setupCode, trustedWindow } }) => ({
    at: engine.clock.now(),
    needed: staffCount(engine) === 0,
    demo: engine.settings.mark('demo') === true,
    institution: engine.settings.get('institution'),
    version: engine.version,
    codeHandedOver: trustedWindow ? setupCode() : null,
  })),
  missing: signedIn.setup.missing.handler(({ context: { engine, session } }) => ({
    items: missing(engine),
    begin: toBegin(engine),
    withoutBranch: withoutBranch(engine).filter(
      ({ id }) => roleMay(session.role, 'staff.list') || id === session.staffId,
    ),
  })),
  run: anyone.setup.run.handler(async ({ context: { engine, setupCode }, input }) => {
    const code = setupCode()
    if (code === null || staffCount(engine) > 0) throw new AppError('setup.already-done')
    const typed = Buffer.from(
      input.code.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase().padEnd(12).slice(0, 12),
    )
    if (!timingSafeEqual(typed, Buffer.from(code.replace(/-/g, '').padEnd(12).slice(0, 12))))
      throw new AppError('setup.wrong-code')
    const { institution, admin } = input
    await runSetup(systemContext(engine), {
      institution,
      admin: { ...admin, role: 'hq-admin', branchCode: null },
    })
    return null
  }),
}
