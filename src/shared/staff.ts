import * as z from 'zod'

/** 窓口担当, 役席, 本部管理者, 監査, システム管理 (R88). */
export const Role = z.enum(['clerk', 'officer', 'hq-admin', 'auditor', 'sysadmin'])
export type Role = z.infer<typeof Role>

/** Length is what makes a password strong (NIST SP 800-63B §3.1.1): 12 to 128 characters, not all the same. */
export const NewPassword = z
  .string()
  .min(12)
  .max(128)
  .refine((text) => new Set(text).size >= 5)

export const StaffLoginId = z
  .string()
  .transform((text) => text.normalize('NFKC').trim())
  .pipe(z.string().regex(/^[A-Za-z0-9._-]{3,32}$/))
