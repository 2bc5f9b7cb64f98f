import * as z from 'zod'

/** 窓口担当, 役席, 本部管理者, 監査, システム管理 (R88). What each may do is in the contract, call by call. */
const roles = {
  clerk: { ofBranch: true, aboveClerk: false },
  officer: { ofBranch: true, aboveClerk: true },
  'hq-admin': { ofBranch: false, aboveClerk: true },
  auditor: { ofBranch: false, aboveClerk: true },
  sysadmin: { ofBranch: false, aboveClerk: true },
} as const
export type Role = keyof typeof roles
export const Role = z.enum(Object.keys(roles) as Role[])

/** Whether somebody works for the customers of one branch, and needs a reason for those of another (R89). */
export function isOfBranch(role: Role): boolean {
  return roles[role].ofBranch
}

/**
 * Whether a role sees or decides more than one request: two persons open such an account, and its sign-in
 * takes a code too unless the house says otherwise (R14, RFC 6238).
 */
export function isAboveClerk(role: Role): boolean {
  return roles[role].aboveClerk
}

/** Of an account: `enrolling` and `no-code` while it has no password yet, with a code that is still good or without one. */
export const StaffState = z.enum(['open', 'enrolling', 'no-code', 'locked-out', 'disabled'])
export type StaffState = z.infer<typeof StaffState>

/** Length is what makes a password strong (NIST SP 800-63B §3.1.1): 12 to 128 characters, not all the same. */
export const NewPassword = z
  .string()
  .min(12)
  .max(128)
  .refine((text) => new Set(text).size >= 5, { message: 'few-letters' })

export const StaffName = z.string().trim().min(1).max(60)

export const StaffLoginId = z
  .string()
  .transform((text) => text.normalize('NFKC').trim())
  .pipe(z.string().regex(/^[A-Za-z0-9._-]{3,32}$/))
