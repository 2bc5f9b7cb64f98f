import * as z from 'zod'
import { NewPassword, Role, StaffLoginId, StaffName } from '../staff.ts'
import { call, everyone, Id } from './base.ts'

export const Me = z.object({
  id: z.number(),
  name: z.string(),
  role: Role,
  branchCode: z.string().nullable(),
  branchName: z.string().nullable(),
  locked: z.boolean(),
  idleMinutes: z.number(),
  mustChange: z.boolean(),
  mustEnrol: z.boolean(),
})
export type Me = z.infer<typeof Me>

export const StaffAccount = z.object({
  id: z.number(),
  loginId: z.string(),
  name: z.string(),
  role: Role,
  branchCode: z.string().nullable(),
  branchName: z.string().nullable(),
  createdAt: z.number(),
  disabledAt: z.number().nullable(),
  mustChange: z.boolean(),
  lockedOut: z.boolean(),
})
export type StaffAccount = z.infer<typeof StaffAccount>

const account = {
  name: StaffName,
  role: Role,
  branchCode: z
    .string()
    .regex(/^\d{3}$/)
    .nullable(),
}
const managers = ['hq-admin', 'sysadmin'] as const satisfies readonly Role[]

const Password = z.string().min(1).max(128)

export const staff = {
  /** Who is signed in at this window; null when nobody is. */
  me: call({ roles: 'anyone', passive: true }).output(Me.nullable()),
  signIn: call({ roles: 'anyone' })
    .input(
      z.strictObject({
        loginId: StaffLoginId,
        password: Password,
        code: z.string().max(20).default(''),
      }),
    )
    .output(Me),
  signOut: call({ roles: 'anyone' }).output(z.null()),
  /** Locks the window until the same person gives the password again (R90). */
  lock: call({ roles: 'anyone', passive: true }).output(z.null()),
  unlock: call({ roles: 'anyone' })
    .input(z.strictObject({ password: Password }))
    .output(Me),
  /** Counts as activity of a person who only reads. */
  stay: call({ roles: everyone }).output(z.null()),
  /** One's own password; the old one is proven again. */
  changePassword: call({ roles: everyone, early: true })
    .input(z.strictObject({ password: Password, next: NewPassword }))
    .output(Me),
  /** A new second factor: the secret as a QR code's rows of dark and light, and as text. */
  beginSecondFactor: call({ roles: everyone, early: true }).output(
    z.object({ secret: z.string(), qr: z.array(z.string()) }),
  ),
  confirmSecondFactor: call({ roles: everyone, early: true })
    .input(z.strictObject({ code: z.string().max(20) }))
    .output(Me),
  list: call({ roles: [...managers, 'auditor'] }).output(
    z.object({
      staff: z.array(StaffAccount),
      branches: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
  ),
  /** Answers with a temporary password, which the person must change at the first sign-in. */
  create: call({ roles: managers, fresh: true })
    .input(z.strictObject({ loginId: StaffLoginId, ...account }))
    .output(z.object({ id: z.number(), password: z.string() })),
  update: call({ roles: managers, fresh: true })
    .input(z.strictObject({ id: Id, ...account, disabled: z.boolean() }))
    .output(z.null()),
  resetPassword: call({ roles: managers, fresh: true })
    .input(z.strictObject({ id: Id }))
    .output(z.object({ password: z.string() })),
}
