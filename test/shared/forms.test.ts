import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { contract } from '#shared/contract'

/**
 * Every call of the console into which a person types: the form that says what is wrong with it, or why nothing has to be said.
 * A new call is in neither until somebody decides.
 */
const features = join(import.meta.dirname, '../../src/renderer/features')
const drawn: Record<string, string> = {
  'cases.open': 'cases/new-case-page.tsx',
  'cases.save': 'cases/edit-dialog.tsx',
  'cases.note': 'cases/step-dialog.tsx',
  'cases.close': 'cases/close-dialog.tsx',
  'customers.setQuestions': 'requests/questions-form.tsx',
  'files.provisions': 'customers/provisions-panel.tsx',
  'ledger.save': 'providers/ledger-dialog.tsx',
  'providers.changeStatus': 'providers/stop-dialog.tsx',
  'providers.create': 'providers/provider-edit-page.tsx',
  'providers.readKeys': 'providers/keys-field.tsx',
  'providers.readKeysAt': 'providers/keys-address.tsx',
  'providers.update': 'providers/provider-edit-page.tsx',
  'proposals.decide': 'today/proposal-dialog.tsx',
  'requests.act': 'requests/revoke-dialog.tsx',
  'requests.close': 'requests/close-dialog.tsx',
  'requests.compare': 'requests/identity-form.tsx',
  'requests.correct': 'requests/correct-dialog.tsx',
  'requests.decide': 'requests/decide-form.tsx',
  'requests.describe': 'requests/afterwards.tsx',
  'requests.noteIdentity': 'requests/paper-fields.tsx',
  'requests.open': 'requests/request-panel.tsx',
  'settings.save': 'settings/settings-page.tsx',
  'setup.run': 'setup/setup-wizard.tsx',
  'staff.changePassword': 'sign-in/change-password.tsx',
  'staff.create': 'staff/staff-dialog.tsx',
  'staff.update': 'staff/staff-dialog.tsx',
  'system.halt': 'system/halt-dialog.tsx',
  'texts.save': 'consent/text-editor-page.tsx',
  'views.save': '../words/save-view.tsx',
}
/** Calls without a message at a field, and why. */
const aFilter = 'a filter of a list: what is typed narrows it, and nothing is refused'
const aFile = 'a file or a step of it: the page of imports tells what is wrong with its rows'
const sentAsShown = 'sends what is on the screen, and nothing that was typed'
const whole = 'too long a line is refused by the engine, whose answer stands in the form'
const plain: Record<string, string> = {
  'customers.list': aFilter,
  'customers.search': aFilter,
  'grants.list': aFilter,
  'files.audit': aFilter,
  'files.customers': aFilter,
  'files.providers': aFilter,
  'providers.list': aFilter,
  'files.requests': aFilter,
  'files.cancel': sentAsShown,
  'files.provisionsFile': 'the period of files.provisions',
  'files.provisionsPaper': 'the period of files.provisions',
  'imports.begin': aFile,
  'imports.add': aFile,
  'imports.problems': aFile,
  'imports.accept': aFile,
  'imports.cancel': aFile,
  'ledger.check': sentAsShown,
  'ledger.send': aFile,
  'ledger.attach': aFile,
  'ledger.remove': sentAsShown,
  'ledger.importChecklist': 'the page of the ledger tells which line of the file is wrong',
  'cases.letters': sentAsShown,
  'customers.setConsent': sentAsShown,
  'publication.publish': sentAsShown,
  'requests.follow': sentAsShown,
  'system.confirmClock': sentAsShown,
  'system.lookAtHalt': sentAsShown,
  'system.resume': sentAsShown,
  'texts.discard': sentAsShown,
  'texts.approve': 'a day, in the dialog of the text editor',
  'staff.confirmSecondFactor': whole,
  'staff.enrol': whole,
  'staff.signIn': whole,
  'staff.unlock': whole,
}

/** How staff write a day, a day of every year and a time, and what is kept. */
const writings = {
  day: ['2027-01-04', '2027/1/4', '２０２７．１．４', '令和9年1月4日', 'R9.1.4'],
  'day of every year': ['01-04', '1/4', '１月４日'],
  time: ['08:00', '8:00', '８：００', '8時'],
}
type Kind = keyof typeof writings
/** Fields that are named like a day or a time, and take any text: compared by `parseDate` in the engine (compare.ts). */
const freeText = ['requests.compare.answers.said']

interface Field {
  path: string
  schema: z.ZodType
}
/** The fields of an input as they are declared, through everything that wraps them. */
function fieldsOf(schema: z.ZodType, path: string): Field[] {
  const def = schema.def as unknown as Record<string, unknown> & { type: string }
  if (def.type === 'pipe' || def.type === 'string') return [{ path, schema }]
  const inner = [def.innerType, def.element, ...((def.options as z.ZodType[]) ?? [])]
  return [
    ...inner.filter(Boolean).flatMap((one) => fieldsOf(one as z.ZodType, path)),
    ...Object.entries((def.shape as Record<string, z.ZodType>) ?? {}).flatMap(([name, one]) =>
      fieldsOf(one, `${path}.${name}`),
    ),
  ]
}
const kindOf = ({ schema }: Field): Kind | undefined =>
  (Object.keys(writings) as Kind[]).find(
    (kind) =>
      schema.safeParse(writings[kind][0]).success &&
      !['あ', 'abcd'].some((other) => schema.safeParse(other).success),
  )
const namedAsOne = /^(from|to|on|said)$|(On|Day|Days|Ends|Date|Time|holidays)$/

/** Texts and numbers that a person types: no choices, no numbers of records. */
function typed(schema: z.ZodType): string[] {
  const found: string[] = []
  type Node = Record<string, unknown>
  const walk = (node: Node, path: string): void => {
    for (const part of ['anyOf', 'allOf', 'oneOf'])
      for (const one of (node[part] as Node[] | undefined) ?? []) walk(one, path)
    for (const [name, one] of Object.entries((node.properties as Record<string, Node>) ?? {}))
      walk(one, path === '' ? name : `${path}.${name}`)
    if (node.items) walk(node.items as Node, path)
    if (node.enum !== undefined || node.const !== undefined) return
    const name = path.split('.').at(-1) ?? ''
    if (node.type === 'string') found.push(path)
    if (
      (node.type === 'integer' || node.type === 'number') &&
      !/^(id|limit|version|size)$|(Id|Ids|At)$/.test(name)
    )
      found.push(path)
  }
  walk(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as Node, '')
  return found
}

const forms = Object.entries(contract).flatMap(([noun, verbs]) =>
  Object.entries(verbs).flatMap(([verb, one]) => {
    const { inputSchema, meta } = (
      one as { '~orpc': { inputSchema?: z.ZodType; meta: { passive?: boolean } } }
    )['~orpc']
    const fields = inputSchema ? typed(inputSchema) : []
    return fields.length === 0 || meta.passive ? [] : [{ name: `${noun}.${verb}`, fields }]
  }),
)

const inputs = [
  ...Object.entries(contract).flatMap(([noun, verbs]) =>
    Object.entries(verbs).flatMap(([verb, one]): Field[] => {
      const { inputSchema } = (one as { '~orpc': { inputSchema?: z.ZodType } })['~orpc']
      return inputSchema ? fieldsOf(inputSchema, `${noun}.${verb}`) : []
    }),
  ),
]
const datesAndTimes = inputs.flatMap((field) => {
  const kind = kindOf(field)
  return kind === undefined ? [] : [{ ...field, kind }]
})

describe('what a person types', () => {
  it.each(datesAndTimes)('$path: a $kind in every writing', ({ schema, kind }) => {
    const [kept, ...others] = writings[kind]
    for (const typed of others) expect(schema.parse(typed), typed).toBe(kept)
  })

  it('no field for a day or a time takes one writing only, or anything', () => {
    const known = new Set([...datesAndTimes.map(({ path }) => path), ...freeText])
    const named = inputs.filter(({ path }) => namedAsOne.test(path.split('.').at(-1) ?? ''))
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter(({ path }) => !known.has(path)).map(({ path }) => path)).toEqual([])
  })

  it('every call that takes it has a form that tells, or a reason', () => {
    const decided = [...Object.keys(drawn), ...Object.keys(plain)].sort()
    expect(forms.map(({ name }) => name).sort()).toEqual(decided)
    for (const file of Object.values(drawn)) {
      expect(existsSync(join(features, file)), file).toBe(true)
      expect(readFileSync(join(features, file), 'utf8'), file).toMatch(
        /\berror=\{|[eE]rrorAt|wrong/,
      )
    }
  })
})
