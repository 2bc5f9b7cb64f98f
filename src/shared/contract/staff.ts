import * as z from 'zod'
import { Role, StaffLoginId } from '../staff.ts'
import { call, everyone } from './base.ts'

export const Me = z.object({
  id: z.number(),
  name: z.string(),
  role: Role,
  branchName: z.string().nullable(),
  locked: z.boolean(),
  idleMinutes: z.number(),
})
export type Me = z.infer<typeof Me>

const Password = z.string().min(1).max(128)

export const staff = {
  /** Who is signed in at this window; null when nobody is. */
  me: call({ roles: 'anyone', passive: true }).output(Me.nullable()),
  signIn: call({ roles: 'anyone' })
    .input(z.strictObject({ loginId: StaffLoginId, password: Password }))
    .output(Me),
  signOut: call({ roles: 'anyone' }).output(z.null()),
  /** Hides everything until the same person gives the password again (R90). */
  lock: call({ roles: 'anyone', passive: true }).output(z.null()),
  unlock: call({ roles: 'anyone' })
    .input(z.strictObject({ password: Password }))
    .output(Me),
  /** Says that the person is at work here, while only reading. */
  stay: call({ roles: everyone }).output(z.null()),
}
