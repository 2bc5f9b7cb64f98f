/**
 * Why the program does not start; each with its own exit code, so that scripts can tell them apart. The desktop does not start
 * an engine again that ended with one of them, and README lists them all (a test holds both).
 */
export const exitCodes = {
  usage: 2,
  'folder-unwritable': 10,
  'already-running': 11,
  'database-newer': 12,
  'database-damaged': 13,
  'disk-full': 14,
  'port-taken': 15,
  'keys-unusable': 16,
  'data-not-demo': 17,
  'audit-lost': 18,
  'folder-exposed': 19,
  'database-missing': 20,
  'keys-locked': 21,
  'backup-failed': 22,
  'restore-refused': 23,
  'database-locked': 24,
} as const

/** Whether a start was refused with a reason: the next one would be refused too. */
export function isRefusal(exitCode: number): boolean {
  return Object.values<number>(exitCodes).includes(exitCode)
}
