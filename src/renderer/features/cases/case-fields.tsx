import { useQuery } from '@tanstack/react-query'
import { deskQuery, engineNow } from '#desk'
import type { MessageKey } from '#shared/messages/catalogue'
import { type CaseKind, IncidentCategory } from '#shared/provider-case'
import { StatusCause, stops } from '#shared/provider-status'
import { Choices, SelectInput, TextInput } from '#ui'
import { timeText, useWords } from '#words'
import type { CaseDraft, CaseErrors } from './case-form.ts'
import style from './cases.module.css'

interface Fields {
  draft: CaseDraft
  errors: CaseErrors
  onChange: (next: CaseDraft) => void
}

const days = ['announcedOn', 'endsOn', 'discoveredAt', 'reportBy', 'from', 'until']

/** What a case is about. */
export function CaseFields({
  kind,
  providerId,
  ...fields
}: Fields & { kind: CaseKind; providerId: number }) {
  return kind === 'ending' ? (
    <EndingFields {...fields} providerId={providerId} />
  ) : (
    <IncidentFields {...fields} />
  )
}

function useText({ draft, errors, onChange }: Fields) {
  const { t } = useWords()
  return (
    field: keyof CaseDraft,
    label: MessageKey,
    more: { hint?: string; rows?: number } = {},
  ) => (
    <TextInput
      half={days.includes(field)}
      label={t(label)}
      {...more}
      wide={more.rows !== undefined}
      value={String(draft[field] ?? '')}
      onChange={(value) => onChange({ ...draft, [field]: value })}
      error={errors[field]}
    />
  )
}

function EndingFields({ providerId, ...fields }: Fields & { providerId: number }) {
  const { t } = useWords()
  const text = useText(fields)
  const { draft, errors, onChange } = fields
  const all = useQuery(deskQuery.providers.list.queryOptions())
  const others = (all.data ?? []).filter(
    ({ id, status }) => id !== providerId && status !== 'ended',
  )
  const nobody = { value: 'none', label: t('case.successor.none') }
  return (
    <>
      <Choices<StatusCause>
        label={t('provider.stop.cause')}
        single
        values={draft.cause === null ? [] : [draft.cause]}
        onChange={([cause]) => onChange({ ...draft, cause: cause ?? null })}
        error={errors.cause}
        options={StatusCause.options
          .filter((value) => stops.ended.includes(value))
          .map((value) => ({ value, label: t(`statusCause.${value}`) }))}
      />
      <div className={style.pair}>
        {text('announcedOn', 'case.announcedOn')}
        {text('endsOn', 'case.endsOn')}
      </div>
      <SelectInput
        label={t('case.successor')}
        hint={t('case.successor.hint')}
        value={draft.successorId === null ? 'none' : String(draft.successorId)}
        placeholder={t('case.successor.none')}
        onChange={(value) =>
          onChange({ ...draft, successorId: value === 'none' ? null : Number(value) })
        }
        options={[nobody, ...others.map(({ id, name }) => ({ value: String(id), label: name }))]}
      />
      {text('letterWords', 'case.letterWords', { hint: t('case.letterWords.hint'), rows: 3 })}
    </>
  )
}

function IncidentFields(fields: Fields) {
  const { t } = useWords()
  const text = useText(fields)
  const { draft, errors, onChange } = fields
  const example = t('case.step.at.hint', { example: timeText(engineNow()) })
  return (
    <>
      <Choices<IncidentCategory>
        label={t('case.category')}
        single
        values={draft.category === null ? [] : [draft.category]}
        onChange={([category]) => onChange({ ...draft, category: category ?? null })}
        error={errors.category}
        options={IncidentCategory.options.map((value) => ({
          value,
          label: t(`incidentCategory.${value}`),
        }))}
      />
      {text('summary', 'case.summary', { rows: 3 })}
      <div className={style.pair}>
        {text('discoveredAt', 'case.discoveredAt', { hint: example })}
        {text('reportBy', 'case.reportBy', { hint: t('case.reportBy.hint') })}
      </div>
      <div className={style.pair}>
        {text('from', 'case.from', { hint: t('case.from.hint') })}
        {text('until', 'case.until', { hint: t('case.until.hint') })}
      </div>
      {text('deskWords', 'case.deskWords', { hint: t('case.deskWords.hint'), rows: 3 })}
      {text('conditions', 'case.conditions', { hint: t('case.conditions.hint'), rows: 2 })}
    </>
  )
}
