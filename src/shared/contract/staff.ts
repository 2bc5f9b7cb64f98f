import * as z from 'zod'
import { NewPassword, Role, StaffLoginId, StaffName, StaffState } from '../staff.ts'
import { call, everyone, Id, Outcome } from './base.ts'

export const Me = z.object({
  id: z.number(),
  name: z.string(),
  role: Role,
  branchCode: z.string().nullable(),
  branchName: z.string().nullable(),
  locked: z.boolean(),
  idleMinutes: z.number(),
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
  state: StaffState,
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
/** An account as its list tells it, unjudged. */
const SeenAccount = z.strictObject({
  ...{ name: z.string().max(200), role: Role },
  ...{ branchCode: z.string().max(3).nullable(), disabled: z.boolean() },
})
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
  changePassword: call({ roles: everyone, early: true, act: true })
    .input(z.strictObject({ password: Password, next: NewPassword }))
    .output(Me),
  /** A new second factor: the secret as a QR code's rows of dark and light, and as text. */
  beginSecondFactor: call({ roles: everyone, early: true }).output(
    z.object({ secret: z.string(), qr: z.array(z.string()) }),
  ),
  confirmSecondFactor: call({ roles: everyone, early: true, act: true })
    .input(z.strictObject({ code: z.string().max(20) }))
    .output(Me),
  list: call({ roles: [...managers, 'auditor'] }).output(
    z.object({
      staff: z.array(StaffAccount),
      branches: z.array(z.object({ code: z.string(), name: z.string() })),
    }),
  ),
  /**
   * Makes an account. The code is handed over to its person, who enrols with it: the whole of it, or the maker's half where a
   * second person must agree, who gets the other half.
   */
  create: call({ roles: managers, fresh: true, act: true })
    .input(z.strictObject({ loginId: StaffLoginId, ...account }))
    .output(Outcome.extend({ id: z.number(), code: z.string() })),
  update: call({ roles: managers, fresh: true, act: true })
    .input(
      z.strictObject({
        ...{ id: Id, ...account, disabled: z.boolean() },
        /** The account as it stood in the form: what somebody else has changed since is not undone unseen. */
        seen: SeenAccount,
      }),
    )
    .output(Outcome.extend({ code: z.string().nullable() })),
  /** Ends password and authenticator, and lets the person enrol anew. */
  reenrol: call({ roles: managers, fresh: true, act: true })
    .input(z.strictObject({ id: Id }))
    .output(Outcome.extend({ code: z.string() })),
  /** The person of an account, with the code that was handed over and a password of their own. */
  enrol: call({ roles: 'anyone' })
    .input(
      z.strictObject({ loginId: StaffLoginId, code: z.string().max(60), password: NewPassword }),
    )
    .output(Me),
}
