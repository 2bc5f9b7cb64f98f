import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { deskQuery, failureOf } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import { Day } from '#shared/parse-date'
import { SameEntity } from '#shared/provider'
import { connected } from '#shared/provider-status'
import { mergeForms } from '#shared/three-way'
import { Banner, Button, Facts, Page, Section, TextInput } from '#ui'
import { Failure, inputError, Kept, Loaded, useDraft, useWords } from '#words'
import { OthersRegistration, typedWords } from './others-changes.tsx'
import { ProviderFields } from './provider-fields.tsx'
import { draftOf, emptyDraft, type ProviderDraft, readDraft } from './provider-form.ts'

export function ProviderEditPage() {
  const { t } = useWords()
  const { id } = useParams()
  const page = useQuery(
    deskQuery.providers.find.queryOptions({
      input: { id: Number(id) },
      enabled: id !== undefined,
      refetchOnWindowFocus: false,
      staleTime: 0,
      gcTime: 0,
    }),
  )
  if (id === undefined) return <Form existing={undefined} />
  return (
    <Loaded query={page} page={t('provider.edit.title')}>
      {(provider) => <Form existing={provider} />}
    </Loaded>
  )
}

/** What of a form is kept while it is not sent: all but the keys, in whose field a private one might stand. */
type KeptForm = Omit<ProviderDraft, 'jwks'>
const keptOf = ({ jwks: _, ...kept }: ProviderDraft): KeptForm => kept

interface Begun {
  version: number
  base: KeptForm
  typed: KeptForm
  /** The day from which it is to hold, and why a new name is the same legal person. */
  from: string
  sameEntity: string
}

const isTyped = ({ base, typed, from, sameEntity }: Begun): boolean =>
  from !== '' || sameEntity !== '' || JSON.stringify(base) !== JSON.stringify(typed)

const nothing = { from: '', sameEntity: '' }

function Form({ existing }: { existing: ProviderDetail | undefined }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const now = existing ? draftOf(existing) : emptyDraft
  const held = existing?.version ?? 0
  const first: Begun = { version: held, base: keptOf(now), typed: keptOf(now), ...nothing }
  const [kept, setBegun] = useDraft<Begun>('registration', first)
  const [keys, setKeys] = useState({ version: held, base: now.jwks, typed: now.jwks })
  const [tried, setTried] = useState(false)
  const touched = keys.typed !== keys.base
  // Where nothing is typed the form follows what is registered.
  const followed = (one: Begun): Begun => (isTyped(one) ? one : first)
  const begun = followed(kept)
  const { from, sameEntity } = begun
  const version = touched ? Math.min(keys.version, begun.version) : begun.version
  const isOld = version !== held
  const jwks = isOld || touched ? keys : { base: now.jwks, typed: now.jwks }
  const base: ProviderDraft = { ...begun.base, jwks: jwks.base }
  const draft: ProviderDraft = { ...begun.typed, jwks: jwks.typed }
  const registers = useQuery(
    deskQuery.settings.find.queryOptions({ select: (all) => all.registers }),
  )
  const read = readDraft(draft, t, registers.data)
  const fromWrong = from.trim() === '' ? undefined : inputError(t, Day, from)
  const renamed =
    existing !== undefined &&
    connected.includes(existing.status) &&
    draft.name.trim() !== existing.name
  const entityWrong = renamed
    ? sameEntity.trim() === ''
      ? t('provider.sameEntity.missing')
      : inputError(t, SameEntity, sameEntity)
    : undefined
  const change = ({ jwks: typedKeys, ...typed }: ProviderDraft): void => {
    setBegun((before) => ({ ...followed(before), typed }))
    setKeys((before) =>
      isOld || touched
        ? { ...before, typed: typedKeys }
        : { version: held, base: now.jwks, typed: typedKeys },
    )
  }
  const beginAt = (of: ProviderDraft, typed: ProviderDraft, beside = nothing): void => {
    setBegun({ version: held, base: keptOf(of), typed: keptOf(typed), ...beside })
    setKeys({ version: held, base: of.jwks, typed: typed.jwks })
  }
  const readAgain = () => queries.invalidateQueries({ queryKey: deskQuery.providers.key() })
  // Somebody may have added the office or taken it off since this form was opened.
  const readListsAgain = () => queries.invalidateQueries({ queryKey: deskQuery.settings.key() })
  const leave = (to: string, done?: 'created' | 'saved' | number): void => {
    beginAt(now, now)
    void readAgain()
    void navigate(to, { replace: true, state: done ? { done } : null })
  }
  const create = useMutation(
    deskQuery.providers.create.mutationOptions({
      onSuccess: (made) => leave(`/providers/${made.id}`, 'created'),
      onError: readListsAgain,
    }),
  )
  const update = useMutation(
    deskQuery.providers.update.mutationOptions({
      onSuccess: ({ waits }) => leave(`/providers/${existing?.id}`, waits ?? 'saved'),
      // What another has saved meanwhile is shown beside what is typed.
      onError: () => Promise.all([readAgain(), readListsAgain()]),
    }),
  )
  const busy = create.isPending || update.isPending
  const save = (): void => {
    setTried(true)
    if ('errors' in read && read.errors.registrationNumber) void readListsAgain()
    if (busy || isOld || 'errors' in read || fromWrong !== undefined || entityWrong !== undefined)
      return
    if (existing)
      update.mutate({
        ...{ id: existing.id, version, provider: read.provider },
        from: from.trim() === '' ? null : from,
        sameEntity: renamed ? sameEntity : '',
      })
    else create.mutate(read.provider)
  }
  if (existing?.status === 'ended')
    return (
      <EndedProvider
        name={existing.name}
        typed={typedWords(t, base, draft)}
        onLeave={() => leave(`/providers/${existing.id}`)}
      />
    )
  const error = create.error ?? update.error
  const told = error !== null && !(isOld && failureOf(error).code === 'provider.changed-meanwhile')
  return (
    <Page title={t(existing ? 'provider.edit.title' : 'providers.new')} sub={existing?.name}>
      {told && error && <Failure error={error} />}
      <Kept isTyped={isTyped(begun)} isOld={isOld} onDrop={() => beginAt(now, now)} />
      {isOld && (
        <OthersRegistration
          base={base}
          mine={draft}
          theirs={now}
          onUse={(field) => change({ ...draft, [field]: now[field] })}
          onMerge={() => {
            beginAt(now, mergeForms(base, draft, now), { from, sameEntity })
            update.reset()
          }}
        />
      )}
      <ProviderFields
        draft={draft}
        onChange={change}
        errors={tried && 'errors' in read ? read.errors : {}}
        clientId={existing?.clientId}
        saveLabel={t(existing ? 'word.save' : 'word.register')}
        busy={busy || isOld}
        onSave={save}
        onCancel={() => leave(existing ? `/providers/${existing.id}` : '/providers')}
      >
        {existing && connected.includes(existing.status) && (
          <TextInput
            half
            label={t('plan.field')}
            hint={t('plan.field.hint')}
            value={from}
            onChange={(typed) => setBegun((before) => ({ ...followed(before), from: typed }))}
            error={tried ? fromWrong : undefined}
          />
        )}
        {renamed && (
          <TextInput
            wide
            half={false}
            label={t('provider.sameEntity')}
            hint={t('provider.sameEntity.hint')}
            value={sameEntity}
            onChange={(typed) => setBegun((before) => ({ ...followed(before), sameEntity: typed }))}
            error={tried ? entityWrong : undefined}
          />
        )}
      </ProviderFields>
    </Page>
  )
}

/** It ended before it could be saved: nothing can be any more, and what was typed is there to be read. */
function EndedProvider({
  name,
  typed,
  onLeave,
}: {
  name: string
  typed: [string, string][]
  onLeave: () => void
}) {
  const { t, error } = useWords()
  const { what, todo } = error('provider.ended')
  return (
    <Page title={t('provider.edit.title')} sub={name}>
      <Banner
        tone="warn"
        title={what}
        action={<Button onPress={onLeave}>{t('provider.ended.page')}</Button>}
      >
        <p>{todo}</p>
      </Banner>
      {typed.length > 0 && (
        <Section title={t('provider.ended.typed')}>
          <Facts items={typed} />
        </Section>
      )}
    </Page>
  )
}
