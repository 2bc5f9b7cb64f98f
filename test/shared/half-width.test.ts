import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { contract } from '#shared/contract'
import { halfWidth } from '#shared/half-width'

/** As an input method types it: full-width letters, digits and signs. */
const wide = (text: string): string =>
  text
    .replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
    .replaceAll(' ', '　')

interface Field {
  path: string
  schema: z.ZodType
}
function fieldsOf(schema: z.ZodType, path: string): Field[] {
  const def = schema.def as unknown as Record<string, unknown> & { type: string }
  if (def.type === 'pipe' || def.type === 'string') return [{ path, schema }]
  const inner = [def.innerType, def.element, def.valueType, ...((def.options as []) ?? [])]
  return [
    ...inner.filter(Boolean).flatMap((one) => fieldsOf(one as z.ZodType, path)),
    ...Object.entries((def.shape as Record<string, z.ZodType>) ?? {}).flatMap(([name, one]) =>
      fieldsOf(one, `${path}.${name}`),
    ),
  ]
}
const fields = [
  ...new Map(
    Object.entries(contract).flatMap(([noun, verbs]) =>
      Object.entries(verbs).flatMap(([verb, one]) => {
        const { inputSchema } = (one as { '~orpc': { inputSchema?: z.ZodType } })['~orpc']
        return (inputSchema ? fieldsOf(inputSchema, `${noun}.${verb}`) : []).map(
          (field) => [field.path, field] as const,
        )
      }),
    ),
  ).values(),
]

/** What nobody types: chosen from a list, read from a file, or given by the program. */
const given = [
  /\.(action|branchCode|key|id|piece|fileName|item|upload|csv|seen|place|address|kty|crv|kid|attach\.name)$/,
  /^settings\.save\.seen/,
  // Parts of a registration number (R2), which their own schema folds.
  /^settings\.save\.value\.(offices|kinds)$/,
  /^providers\.readKeys\.text$/,
  /^texts\.save\.body$/,
  // A line of another form for each part: its own schema is the one of the field that it settles.
  /^customers\.list\.after/,
]
/** Names, reasons, what was told; what a search or a filter folds by itself; passwords. */
const words = [
  /\.(reason|note|name|kana|text|whom|words|summary|conditions|question|answer|value|evidence|owner|issuer|purpose|contact)$/,
  /\.(letterWords|deskWords|sameEntity|servicePersonal|serviceBusiness|otherBranchReason|requesterName|confirmation|phoneHours)$/,
  /\.(password|next)$/,
  // Compared with what is on file by rules of its own (compare.ts, R75).
  /^requests\.compare\.answers\.said$/,
  // Read by whoever asks for it, in any width (enrolment.ts, second-factor.ts, setup.ts).
  /^staff\.(signIn|confirmSecondFactor|enrol)\.code$/,
  /^setup\.run\.code$/,
]
const samples = [
  '2027-01-04',
  '01-04',
  '08:00',
  '2075',
  '018-000-0000',
  '012A',
  'keiri.01',
  'https://a.example/b?c=1',
  '関東財務局長(電代)第77号',
]
const isOf = (kinds: readonly RegExp[], { path }: Field) => kinds.some((kind) => kind.test(path))
const typed = fields.filter((field) => !isOf(given, field))

describe('full width', () => {
  it.each(typed.filter((field) => !isOf(words, field)))(
    '$path is kept in half width',
    ({ schema }) => {
      const taken = samples.filter((sample) => schema.safeParse(sample).success)
      expect(taken).not.toEqual([])
      for (const sample of taken)
        expect(schema.parse(wide(sample)), sample).toEqual(schema.parse(sample))
    },
  )

  it.each(typed.filter((field) => isOf(words, field)))('$path stays as typed', ({ schema }) => {
    for (const text of ['ＡＢＣ商事　１２３', '１２３４５６７８９０ＡＢＣ']) {
      const kept = schema.safeParse(text)
      if (kept.success) expect(kept.data).toBe(text)
    }
  })

  it.each([
    ['０９０ー１２３４―５６７８', '090-1234-5678'],
    ['ｈｔｔｐｓ：／／ａ．ｅｘａｍｐｌｅ', 'https://a.example'],
    ['令和９年１月４日', '令和9年1月4日'],
    ['マネーツリー', 'マネーツリー'],
    ['Ｒ９．１．４　１０：００', 'R9.1.4 10:00'],
  ])('%s is %s, and as long', (text, half) => {
    expect(halfWidth(text)).toBe(half)
    expect(half).toHaveLength(text.length)
  })
})
