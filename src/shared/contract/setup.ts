import * as z from 'zod'
import { BeginItem, ReadinessItem } from '../readiness.ts'
import { Institution } from '../settings.ts'
import { NewPassword, StaffLoginId, StaffName } from '../staff.ts'
import { call, everyone } from './base.ts'

export const SetupForm = z.strictObject({
  code: z.string().max(40),
  institution: Institution,
  admin: z.strictObject({ loginId: StaffLoginId, name: StaffName, password: NewPassword }),
})

export const setup = {
  status: call({ roles: 'anyone', passive: true }).output(
    z.object({
      /** The engine's clock, epoch ms. */
      at: z.number(),
      needed: z.boolean(),
      demo: z.boolean(),
      institution: Institution,
      version: z.string(),
      codeHandedOver: z.string().nullable(),
    }),
  ),
  /**
   * What must be real before a customer may be shown a page; empty in practice mode. And the staff whose role belongs to a branch
   * but who have none: all of them for those who may list staff, only oneself for others.
   */
  missing: call({ roles: everyone, passive: true }).output(
    z.object({
      items: z.array(ReadinessItem),
      begin: z.array(BeginItem),
      withoutBranch: z.array(z.object({ id: z.number(), name: z.string() })),
    }),
  ),
  run: call({ roles: 'anyone' }).input(SetupForm).output(z.null()),
}
