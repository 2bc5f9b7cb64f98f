import * as z from 'zod'
import type { Text } from './messages/text.ts'

/** 預金種目, numbered as in the Zengin formats. */
export const accountTypes = {
  '1': ['普通', 'Ordinary'],
  '2': ['当座', 'Current'],
  '4': ['貯蓄', 'Savings'],
  '9': ['その他', 'Other'],
} as const satisfies Record<string, Text>
export type AccountType = keyof typeof accountTypes
export const AccountType = z.enum(Object.keys(accountTypes) as AccountType[])

/** The type that a Japanese name means, as files and kept evidence have it. */
export function accountTypeNamed(name: string): AccountType | undefined {
  return AccountType.options.find((code) => accountTypes[code][0] === name)
}
