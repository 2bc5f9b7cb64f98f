import { useState } from 'react'
import type { MessageKey } from '#shared/messages/catalogue'
import { StoppedAnswer } from '#shared/settings'
import { Choices, SelectInput, TextInput } from '#ui'
import { useWords } from '#words'

export interface Props {
  draft: Record<string, unknown>
  change: (part: Record<string, unknown>) => void
  readOnly: boolean
  error: (path: string) => string | undefined
}

/** Digits of any width; what is no number stays as typed and is marked. */
const numberOf = (text: string): unknown => {
  const plain = text.normalize('NFKC').trim()
  return plain === '' ? null : /^\d+$/.test(plain) ? Number(plain) : plain
}

export function NumberField({
  name,
  hint,
  draft,
  change,
  readOnly,
  error,
}: Props & { name: string; hint?: string }) {
  const { t } = useWords()
  return (
    <TextInput
      half
      label={t(`settings.${name}` as MessageKey)}
      {...(hint !== undefined && { hint })}
      inputMode="numeric"
      value={draft[name] === null || draft[name] === undefined ? '' : String(draft[name])}
      isReadOnly={readOnly}
      onChange={(text) => change({ [name]: numberOf(text) })}
      error={error(name)}
    />
  )
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

function Lines({
  name,
  label,
  hint,
  half = false,
  draft,
  change,
  readOnly,
  error,
}: Props & { name: string; label: MessageKey; hint: MessageKey; half?: boolean }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const given = [draft[name]].flat().join('\n')
  // As it is typed, with its empty lines, unless the lines are others now.
  const text = linesOf(typed).join('\n') === given ? typed : given
  return (
    <TextInput
      half={half}
      label={t(label)}
      hint={t(hint)}
      rows={4}
      value={text}
      isReadOnly={readOnly}
      onChange={(next) => {
        setTyped(next)
        change({ [name]: linesOf(next) })
      }}
      error={error(name)}
    />
  )
}

export function ChannelFields({ business, ...props }: Props & { business: boolean }) {
  const { t } = useWords()
  const { draft, change, readOnly } = props
  const onOff = (['on', 'off'] as const).map((value) => ({
    value,
    label: t(`settings.${value}`),
    disabled: readOnly,
  }))
  return (
    <>
      <NumberField
        {...props}
        name="validityDays"
        hint={t(
          business && draft.validityDays === null
            ? 'settings.validityDays.business'
            : 'settings.validityDays.hint',
        )}
      />
      <NumberField {...props} name="accessTokenSeconds" />
      <NumberField {...props} name="wrongEntriesBeforeLock" />
      <NumberField {...props} name="wrongEntriesAtAll" />
      {!business && <NumberField {...props} name="digitsAsked" />}
      {!business && (
        <SelectInput
          label={t('settings.riskRule')}
          placeholder=""
          isDisabled={readOnly}
          value={draft.riskRule as 'unfamiliar'}
          options={(['unfamiliar', 'always', 'never'] as const).map((value) => ({
            value,
            label: t(`settings.riskRule.${value}`),
          }))}
          onChange={(riskRule) => change({ riskRule })}
        />
      )}
      {!business && (
        <SelectInput
          label={t('settings.withoutQuestion')}
          placeholder=""
          isDisabled={readOnly}
          value={draft.withoutQuestion as 'go-on'}
          options={(['go-on', 'refuse'] as const).map((value) => ({
            value,
            label: t(`settings.withoutQuestion.${value}`),
          }))}
          onChange={(withoutQuestion) => change({ withoutQuestion })}
        />
      )}
      <SelectInput
        label={t('settings.stoppedAnswer')}
        placeholder=""
        isDisabled={readOnly}
        value={draft.stoppedAnswer as 'access_denied'}
        options={StoppedAnswer.options.map((value) => ({
          value,
          label: t(`settings.stoppedAnswer.${value}`),
        }))}
        onChange={(stoppedAnswer) => change({ stoppedAnswer })}
      />
      <Choices
        single
        label={t('settings.supersedeFormerGrant')}
        values={[draft.supersedeFormerGrant ? 'on' : 'off']}
        options={onOff}
        onChange={([value]) => change({ supersedeFormerGrant: value === 'on' })}
      />
    </>
  )
}

/** The offices that register providers and what they register them as, one on a line (R2). */
export function RegisterFields(props: Props) {
  return (
    <>
      <Lines {...props} name="offices" label="settings.offices" hint="settings.offices.hint" />
      <Lines {...props} name="kinds" label="settings.kinds" hint="settings.kinds.hint" />
    </>
  )
}

export function HouseFields(props: Props) {
  const { t } = useWords()
  return (
    <>
      <NumberField {...props} name="wrongEntriesPerSource" />
      <NumberField {...props} name="walksPerLink" />
      <NumberField {...props} name="walksPerAddress" />
      <NumberField {...props} name="walksPerProvider" />
      <NumberField {...props} name="walksAtOnce" />
      <NumberField {...props} name="signInsPerAddress" />
      <NumberField {...props} name="signInsAtOnce" />
      <NumberField {...props} name="interactionMinutes" />
      <NumberField {...props} name="staffIdleMinutes" />
      <NumberField {...props} name="staffWrongPasswords" />
      <NumberField {...props} name="eventsNeedTwoFrom" />
      <NumberField {...props} name="tiedDays" />
      <NumberField {...props} name="recheckMonths" />
      <NumberField {...props} name="dataOldHours" />
      <NumberField {...props} name="clockStepMinutes" />
      <NumberField {...props} name="unattendedPerDay" hint={t('settings.limit.hint')} />
      <NumberField {...props} name="callsPerMinute" hint={t('settings.limit.hint')} />
    </>
  )
}

/** Years for which each class of records is kept (R85). */
export function RetentionFields(props: Props) {
  return (
    <>
      <NumberField {...props} name="auditYears" />
      <NumberField {...props} name="requestsYears" />
      <NumberField {...props} name="provisionsYears" />
      <NumberField {...props} name="grantsYears" />
    </>
  )
}

export function InstitutionFields({ draft, change, readOnly, error }: Props) {
  const { t } = useWords()
  return (
    <>
      {(['code', 'name', 'phone', 'phoneHours'] as const).map((name) => (
        <TextInput
          half={name === 'code' || name === 'phone'}
          key={name}
          name={name}
          autoComplete="off"
          label={t(`setup.institution.${name}`)}
          value={String(draft[name] ?? '')}
          isReadOnly={readOnly}
          onChange={(value) =>
            change({ [name]: name === 'code' ? value.normalize('NFKC') : value })
          }
          error={error(name)}
        />
      ))}
    </>
  )
}

type Hours = Record<'weekday' | 'holiday', { from: string; to: string }>

export function HoursFields(props: Props) {
  const { t } = useWords()
  const { draft, change, readOnly, error } = props
  return (
    <>
      <Choices
        single
        label={t('settings.hours.active')}
        hint={t('settings.hours.active.hint')}
        values={[draft.active ? 'on' : 'off']}
        options={(['on', 'off'] as const).map((value) => ({
          value,
          label: t(`settings.${value}`),
          disabled: readOnly,
        }))}
        onChange={([value]) => change({ active: value === 'on' })}
      />
      {(['balance', 'transactions'] as const).flatMap((inquiry) => {
        const hours = draft[inquiry] as Hours
        return (['weekday', 'holiday'] as const).flatMap((day) =>
          (['from', 'to'] as const).map((end) => (
            <TextInput
              half
              key={`${inquiry}.${day}.${end}`}
              label={`${t(`settings.hours.${inquiry}`)}　${t(`settings.hours.${day}`)}　${t(`settings.hours.${end}`)}`}
              value={hours[day][end]}
              isReadOnly={readOnly}
              onChange={(value) =>
                change({
                  [inquiry]: {
                    ...hours,
                    [day]: { ...hours[day], [end]: value },
                  },
                })
              }
              error={error(`${inquiry}.${day}.${end}`)}
            />
          )),
        )
      })}
      <Lines
        {...props}
        half
        name="closedDays"
        label="settings.hours.closedDays"
        hint="settings.hours.lines"
      />
      <Lines
        {...props}
        half
        name="holidays"
        label="settings.hours.holidays"
        hint="settings.hours.lines"
      />
    </>
  )
}
