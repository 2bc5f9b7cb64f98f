import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { deskQuery } from '#desk'
import { settingNames } from '#shared/audit-words'
import type { Outcome } from '#shared/contract/base'
import type { AllSettings } from '#shared/contract/settings'
import { secondFor, settingCase } from '#shared/persons'
import { type SettingKey, settings as schemas } from '#shared/settings'
import { Banner, Button, Page, Section } from '#ui'
import { Failure, inputErrors, Loaded, useMay, useWords, Waits } from '#words'
import { RequestFields } from './request-fields.tsx'
import style from './settings.module.css'
import {
  ChannelFields,
  HoursFields,
  HouseFields,
  InstitutionFields,
  RegisterFields,
  RetentionFields,
} from './settings-fields.tsx'

const pages = [
  'requests',
  'policy.personal',
  'policy.business',
  'hours',
  'policy',
  'retention',
  'registers',
  'institution',
] as const

/** The settings, by page (R103). */
export function SettingsPage() {
  const { t } = useWords()
  const mayEdit = useMay('settings.save')
  const [params] = useSearchParams()
  const all = useQuery(
    deskQuery.settings.find.queryOptions({ refetchOnWindowFocus: false, gcTime: 0 }),
  )
  return (
    <Page title={t('menu.settings')} sub={t('settings.lead')}>
      {!mayEdit && <Banner tone="plain" title={t('settings.readOnly')} />}
      <Loaded query={all} lines={8}>
        {(values) =>
          pages.map((key) => (
            <Part
              key={key}
              name={key}
              value={values[key]}
              asked={params.get('part') === key ? (params.get('field') ?? '') : null}
            />
          ))
        }
      </Loaded>
    </Page>
  )
}

function Part<Key extends SettingKey>({
  name,
  value,
  asked,
}: {
  name: Key
  value: AllSettings[Key]
  /** The part that the address names is brought into sight; the field that it names, or the first one, gets the focus. */
  asked: string | null
}) {
  const { t } = useWords()
  const fields = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (asked === null) return
    fields.current?.closest('section')?.scrollIntoView()
    const all = [...(fields.current?.querySelectorAll('input') ?? [])]
    const first = fields.current?.querySelector<HTMLElement>('input, button, textarea')
    const one = all.find((field) => field.name === asked) ?? first
    one?.focus()
  }, [asked])
  const mayEdit = useMay('settings.save')
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Record<string, unknown>>(value as Record<string, unknown>)
  // The value from which the person began; one that is fetched later may contain a change of somebody else.
  const [seen, setSeen] = useState(value)
  const [saved, setSaved] = useState<Outcome>()
  const save = useMutation(
    deskQuery.settings.save.mutationOptions({
      onSuccess: (outcome, sent) => {
        setSaved(outcome)
        // As it was read: 9:00 is 09:00 from now on. What waits for a second person is not there yet.
        const read = (
          outcome.waits === null ? schemas[name].parse(sent.value) : sent.seen
        ) as AllSettings[Key]
        setSeen(read)
        // What was typed while it was on its way is not saved, and stays.
        setDraft((now) => (now === sent.value ? (read as Record<string, unknown>) : now))
        void queries.invalidateQueries({ queryKey: deskQuery.settings.key() })
      },
    }),
  )
  const parsed = schemas[name].safeParse(draft)
  const errors = inputErrors(t, schemas[name], draft)
  const change = (part: Record<string, unknown>): void => {
    setSaved(undefined)
    setDraft((now) => ({ ...now, ...part }))
  }
  const unchanged = JSON.stringify(draft) === JSON.stringify(seen)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (parsed.success && !unchanged && !save.isPending)
      save.mutate({ key: name, seen, value: draft } as never)
  }
  const props = {
    draft,
    change,
    readOnly: !mayEdit,
    error: (path: string) => errors(path.split('.')),
  }
  return (
    <Section title={t(settingNames[name as SettingKey])}>
      {save.error && <Failure error={save.error} />}
      {saved &&
        (saved.waits === null ? (
          <Banner tone="good" title={t('word.saved')} />
        ) : (
          <Waits id={saved.waits} />
        ))}
      <form className={style.form} ref={fields} onSubmit={submit}>
        <div className={style.fields}>
          {(name === 'policy.personal' || name === 'policy.business') && (
            <ChannelFields {...props} business={name === 'policy.business'} />
          )}
          {name === 'requests' && <RequestFields {...props} />}
          {name === 'hours' && <HoursFields {...props} />}
          {name === 'policy' && <HouseFields {...props} />}
          {name === 'registers' && <RegisterFields {...props} />}
          {name === 'retention' && <RetentionFields {...props} />}
          {name === 'institution' && <InstitutionFields {...props} />}
        </div>
        {mayEdit && (
          <div>
            <Button kind="primary" type="submit" isPending={save.isPending} isDisabled={unchanged}>
              {t('word.save')}
            </Button>
            {secondFor('settings.save', settingCase[name as SettingKey]) !== null && (
              <p>
                {t(
                  settingCase[name as SettingKey] === 'house'
                    ? 'proposals.second.onceActive'
                    : 'proposals.second',
                )}
              </p>
            )}
          </div>
        )}
      </form>
    </Section>
  )
}
