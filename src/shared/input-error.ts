import type * as z from 'zod'
import type { Say } from './messages/catalogue.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => Object(inner)[key], value)

/** What is wrong with a value, by the schema that the engine checks it with too; undefined when nothing is. */
export function inputError(t: Say, schema: z.ZodType, value: unknown): string | undefined {
  return inputErrors(t, schema, value)([])
}

/**
 * What is wrong with the parts of a form. The function that is returned tells the first thing wrong at a path such as
 * `balance.weekday.from`, or anywhere inside of it.
 */
export function inputErrors(
  t: Say,
  schema: z.ZodType,
  value: unknown,
): (path: Path) => string | undefined {
  const parsed = schema.safeParse(value)
  const issues = parsed.success ? [] : parsed.error.issues
  return (path) => {
    const issue = issues.find((one) => path.every((key, i) => String(one.path[i]) === String(key)))
    return issue && issueText(t, issue, at(value, issue.path))
  }
}

function issueText(t: Say, issue: Issue, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : String(value)
  if (value === null || value === undefined || (text === '' && !Array.isArray(value)))
    return t('inputError.required')
  const number = Number(value)
  if (issue.code === 'too_big') {
    const max = Number(issue.maximum)
    if (issue.origin === 'string') return t('inputError.tooLong', { length: text.length, max })
    if (Array.isArray(value)) return t('inputError.tooMany', { length: value.length, max })
    return t('inputError.tooBig', { value: number, max })
  }
  if (issue.code === 'too_small') {
    const min = Number(issue.minimum)
    if (issue.origin === 'string') return t('inputError.tooShort', { length: text.length, min })
    if (Array.isArray(value)) return t('inputError.choose')
    return t('inputError.tooSmall', { value: number, min })
  }
  if (issue.code === 'invalid_type' && issue.expected !== 'string')
    return t('inputError.number', { value: text })
  switch (issue.message) {
    case 'era':
      return t('inputError.era', {
        value: text,
        right: String(issue.code === 'custom' ? issue.params?.right : ''),
      })
    case 'date':
    case 'month-day':
    case 'instant':
    case 'time':
    case 'phone':
    case 'issuer':
    case 'last-digits':
    case 'four-digits':
    case 'number-part':
      return t(`inputError.${issue.message}`, { value: text })
    case 'window-order':
    case 'identity-minimum':
    case 'same-question':
    case 'few-letters':
      return t(`inputError.${issue.message}`)
    default:
      return t('inputError.format', { value: text })
  }
}
