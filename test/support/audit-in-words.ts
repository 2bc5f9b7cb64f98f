import type { listAudit } from '#engine'
import { typedFields } from '#shared/audit-words'
import { listColumns } from '#shared/list-columns'
import { type Say, sayIn } from '#shared/messages/catalogue'

type Entry = ReturnType<typeof listAudit>['rows'][number]

/** Latin letters that the field writes in Japanese too. */
const names =
  /\b(API|ID|URL|URI|Web|CSV|DPoP|SHA-256|UTF-8|Shift_JIS|CP932|BOM|PIN|PAR|FAPI|access_denied|temporarily_unavailable|Yes|No|ms|R-\d+|U-\d+)\b/g

/** What people or the outside world wrote into an entry, and so stands in it as it is. */
function written(entry: Entry): string[] {
  const found = new Set<string>()
  const walk = (value: unknown, field: string): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, field)
    else if (value !== null && typeof value === 'object')
      for (const [name, inner] of Object.entries(value))
        walk(inner, field === 'identityItems' ? 'item' : name)
    else if (typedFields.has(field)) found.add(String(value))
  }
  if (entry.action !== 'requests.compare')
    for (const json of [entry.before, entry.after]) if (json !== null) walk(JSON.parse(json), '')
  return [...found].filter((text) => text.length > 1).sort((a, b) => b.length - a.length)
}

/** Things of the program's own are told by their words; every other target has a name of its own. */
const ownTarget = /^(settings|retention|texts)\./

/** What of an entry's columns is no Japanese: braces, names of fields, codes, English words. */
export function notInWords(entry: Entry, t: Say = sayIn('ja')): string[] {
  const columns = listColumns.audit
  const told = {
    action: columns.action.text(entry, t),
    role: columns.role.text(entry, t),
    actorKind: columns.actorKind.text(entry, t),
    // A reason may be typed, too: a code is longer than what tests type.
    reason: /^[a-z]{3,}([-_][a-z]+)*$/.test(entry.reason ?? '')
      ? columns.reason.text(entry, t)
      : '',
    outcome: columns.outcome.text(entry, t),
    target: ownTarget.test(entry.action) ? columns.target.text(entry, t) : '',
    before: columns.before.text(entry, t),
    after: columns.after.text(entry, t),
  }
  const typed = written(entry)
  return Object.entries(told).flatMap(([column, text]) => {
    const values = column === 'before' || column === 'after' ? typed : []
    const own = values.reduce((rest, part) => rest.replaceAll(part, ''), text).replace(names, '')
    return /[{}"[\]]|[A-Za-z]{2,}/.test(own)
      ? [`${entry.action} ${entry.outcome} ${column}: ${own}`]
      : []
  })
}
