import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { deskQuery, failureOf } from '#desk'
import { auditValue, nameOf, settingNames } from '#shared/audit-words'
import type { Outcome } from '#shared/contract/base'
import type { AllSettings } from '#shared/contract/settings'
import { secondFor, settingCase } from '#shared/persons'
import { type SettingKey, settings as schemas } from '#shared/settings'
import { mergeForms } from '#shared/three-way'
import { Banner, Button, Page, Section } from '#ui'
import {
  Failure,
  inputErrors,
  Kept,
  Loaded,
  OthersChanges,
  useDraft,
  useMay,
  useWords,
  Waits,
} from '#words'
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

type Draft = Record<string, unknown>
/** What is typed of a part, and the value from which the person began. */
interface Begun {
  seen: Draft
  typed: Draft
}
const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
/** How a value of a setting is read: as the audit tells it. */
const reading = { action: 'settings.save', head: () => undefined }
/** Where nothing is typed the form follows what is saved. */
const begunOf = (kept: Begun, now: Draft): Begun =>
  same(kept.seen, kept.typed) ? { seen: now, typed: now } : kept

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
  const now = value as Draft
  const [kept, setBegun] = useDraft<Begun>(name, { seen: now, typed: now })
  const { seen, typed } = begunOf(kept, now)
  const isOld = !same(seen, now)
  const [saved, setSaved] = useState<Outcome>()
  const readAgain = () => queries.invalidateQueries({ queryKey: deskQuery.settings.key() })
  const save = useMutation(
    deskQuery.settings.save.mutationOptions({
      onSuccess: (outcome, sent) => {
        setSaved(outcome)
        // As it was read: 9:00 is 09:00 from now on. What waits for a second person is not there yet.
        const read = (outcome.waits === null ? schemas[name].parse(sent.value) : sent.seen) as Draft
        queries.setQueryData(
          deskQuery.settings.find.queryKey(),
          (all) => all && { ...all, [name]: read },
        )
        // What was typed while it was on its way is not saved, and stays.
        setBegun((before) =>
          same(before.typed, sent.value) ? { seen: now, typed: now } : { ...before, seen: read },
        )
        void readAgain()
      },
      // What another has saved meanwhile is shown beside what is typed.
      onError: () => readAgain(),
    }),
  )
  const parsed = schemas[name].safeParse(typed)
  const errors = inputErrors(t, schemas[name], typed)
  const change = (part: Record<string, unknown>): void => {
    setSaved(undefined)
    setBegun((before) => {
      const begun = begunOf(before, now)
      return { ...begun, typed: { ...begun.typed, ...part } }
    })
  }
  const unchanged = same(typed, seen)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (parsed.success && !unchanged && !isOld && !save.isPending)
      save.mutate({ key: name, seen, value: typed } as never)
  }
  const props = {
    draft: typed,
    change,
    readOnly: !mayEdit,
    error: (path: string) => errors(path.split('.')),
  }
  const { error } = save
  const told = error && !(isOld && failureOf(error).code === 'settings.changed-meanwhile')
  return (
    <Section title={t(settingNames[name as SettingKey])}>
      <Kept isTyped={!unchanged} isOld={isOld} onDrop={() => setBegun({ seen: now, typed: now })} />
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
        {/* Where the eye is when 保存する is pressed: a part may be longer than the window. */}
        {told && <Failure error={error} />}
        {isOld && (
          <OthersChanges
            title={t('settings.others.title')}
            forms={{ base: seen, mine: typed, theirs: now }}
            label={(field) => nameOf(t, field)}
            words={(form, field) => auditValue({ t, ...reading }, field, form[field])}
            onUse={(field) => change({ [field]: now[field] })}
            onMerge={() => {
              setBegun({ seen: now, typed: mergeForms(seen, typed, now) })
              save.reset()
            }}
          />
        )}
        {saved &&
          (saved.waits === null ? (
            <Banner tone="good" title={t('word.saved')} />
          ) : (
            <Waits id={saved.waits} />
          ))}
        {mayEdit && (
          <div>
            <Button
              kind="primary"
              type="submit"
              isPending={save.isPending}
              isDisabled={unchanged || isOld}
            >
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
