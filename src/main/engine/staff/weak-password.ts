import { AppError } from '#shared/errors'

const leastLength = 12

/** The 49,000 most used passwords, in lower case. Read when the first password is chosen, so that no start waits for it. */
async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}
let common: Promise<ReadonlySet<string>> | undefined

/** The shortest text that makes this one when it is said again and again; itself where there is none. */
const repeated = (text: string): string => text.slice(0, (text + text).indexOf(text, 1))

/**
 * Refuses a new password that is guessed first (NIST SP 800-63B §5.1.1.2): with the ID in it, a text said again, nothing but
 * digits and signs, or one of the most used passwords, also with digits and signs before and after it.
 * @throws AppError staff.password-weak
 */
export async function refuseWeak(password: string, loginId: string): Promise<void> {
  const plain = password.normalize('NFKC').toLowerCase()
  const core = plain.replace(/^\P{L}+|\P{L}+$/gu, '')
  common ??= commonPasswords()
  const used = await common
  const weak =
    plain.includes(loginId.toLowerCase()) ||
    core === '' ||
    repeated(plain).length < leastLength ||
    [plain, core, repeated(core)].some((text) => used.has(text))
  if (weak) throw new AppError('staff.password-weak')
}
