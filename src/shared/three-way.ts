/** A field that was changed since a form was begun. */
export interface Theirs<Form> {
  field: keyof Form
  /** The person has typed something else there meanwhile. */
  both: boolean
}

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** What was saved of a form since it was begun from `base`, by whomever, beside what is typed in it now. */
export const changedByOthers = <Form extends object>(
  base: Form,
  mine: Form,
  theirs: Form,
): Theirs<Form>[] =>
  (Object.keys(theirs) as (keyof Form)[])
    .filter((field) => !isSame(base[field], theirs[field]))
    .map((field) => ({
      field,
      both: !isSame(base[field], mine[field]) && !isSame(mine[field], theirs[field]),
    }))

/** The form with what others have changed; where the person has typed something, that stays. */
export function mergeForms<Form extends object>(base: Form, mine: Form, theirs: Form): Form {
  const merged = { ...theirs }
  for (const field of Object.keys(mine) as (keyof Form)[])
    if (!isSame(base[field], mine[field])) merged[field] = mine[field]
  return merged
}
