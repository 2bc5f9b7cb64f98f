import { atJapan } from '#shared/japanese-date'
import type { Say } from '#shared/messages/catalogue'
import { Instant } from '#shared/parse-instant'
import {
  type CaseFacts,
  type CaseKind,
  EndingFacts,
  type IncidentCategory,
  IncidentFacts,
} from '#shared/provider-case'
import type { StatusCause } from '#shared/provider-status'
import { dateText, inputError, inputErrors, timeText } from '#words'

/** What is known of a case, as it is typed. */
export interface CaseDraft {
  cause: StatusCause | null
  announcedOn: string
  endsOn: string
  successorId: number | null
  letterWords: string
  category: IncidentCategory | null
  discoveredAt: string
  from: string
  until: string
  summary: string
  deskWords: string
  conditions: string
  reportBy: string
}
export type CaseErrors = Partial<Record<keyof CaseDraft, string>>

export const emptyCase: CaseDraft = {
  ...{ cause: null, announcedOn: '', endsOn: '', successorId: null, letterWords: '' },
  ...{ category: null, discoveredAt: '', from: '', until: '', summary: '' },
  ...{ deskWords: '', conditions: '', reportBy: '' },
}

const instant = (at: number | null): string => (at === null ? '' : timeText(at, true))
const day = (on: string | null): string => (on === null ? '' : dateText(atJapan(on)))

export function caseDraftOf(form: CaseFacts): CaseDraft {
  if (form.kind === 'ending') {
    const { announcedOn, endsOn, ...facts } = form.facts
    return { ...emptyCase, ...facts, announcedOn: day(announcedOn), endsOn: day(endsOn) }
  }
  const { discoveredAt, from, until, reportBy, ...facts } = form.facts
  const times = { discoveredAt: instant(discoveredAt), from: instant(from), until: instant(until) }
  return { ...emptyCase, ...facts, ...times, reportBy: day(reportBy) }
}

const empty = (text: string): boolean => text.trim() === ''
const instantOf = (text: string): number | null => {
  const read = Instant.safeParse(text)
  return read.success ? read.data : null
}

/** What the engine is sent, or what is wrong at which field. @param now epoch ms */
export function readCase(
  kind: CaseKind,
  draft: CaseDraft,
  t: Say,
  now: number,
): { form: CaseFacts } | { errors: CaseErrors } {
  return kind === 'ending' ? readEnding(draft, t) : readIncident(draft, t, now)
}

function readEnding(draft: CaseDraft, t: Say): { form: CaseFacts } | { errors: CaseErrors } {
  const { cause, announcedOn, endsOn, successorId, letterWords } = draft
  const typed = { cause, announcedOn, endsOn, successorId, letterWords }
  const facts = EndingFacts.safeParse(typed)
  const explains = cause !== 'other' || !empty(letterWords)
  if (facts.success && explains) return { form: { kind: 'ending', facts: facts.data } }
  const wrong = inputErrors(t, EndingFacts, typed)
  const order = facts.error?.issues.some(({ message }) => message === 'days-order')
  return {
    errors: told({
      cause: cause === null ? t('provider.stop.cause.missing') : undefined,
      announcedOn: wrong(['announcedOn']),
      endsOn: order ? t('case.endsOn.order') : wrong(['endsOn']),
      letterWords: explains ? wrong(['letterWords']) : t('case.letterWords.missing'),
    }),
  }
}

function readIncident(
  draft: CaseDraft,
  t: Say,
  now: number,
): { form: CaseFacts } | { errors: CaseErrors } {
  const { category, discoveredAt, from, until, summary, deskWords, conditions, reportBy } = draft
  const typed = {
    ...{ category, summary, deskWords, conditions },
    ...{ discoveredAt: instantOf(discoveredAt), from: instantOf(from), until: instantOf(until) },
    reportBy: empty(reportBy) ? null : reportBy,
  }
  /** A time is one that has come. */
  const time = (text: string): string | undefined =>
    inputError(t, Instant, text) ??
    ((instantOf(text) ?? 0) > now ? t('case.step.at.future') : undefined)
  const facts = IncidentFacts.safeParse(typed)
  const wrong = inputErrors(t, IncidentFacts, typed)
  const order = facts.error?.issues.some(({ message }) => message === 'days-order')
  const errors = told({
    category: category === null ? t('case.category.missing') : undefined,
    discoveredAt: time(discoveredAt),
    from: empty(from) ? undefined : time(from),
    until: empty(until) ? undefined : order ? t('case.until.order') : inputError(t, Instant, until),
    summary: wrong(['summary']),
    deskWords: wrong(['deskWords']),
    conditions: wrong(['conditions']),
    reportBy: wrong(['reportBy']),
  })
  return facts.success && Object.keys(errors).length === 0
    ? { form: { kind: 'incident', facts: facts.data } }
    : { errors }
}

const told = (errors: { [Field in keyof CaseDraft]?: string | undefined }): CaseErrors =>
  Object.fromEntries(Object.entries(errors).filter(([, text]) => text !== undefined))
