import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { deskQuery } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import { Day } from '#shared/parse-date'
import { connected } from '#shared/provider-status'
import { Page, TextInput } from '#ui'
import { Failure, inputError, Loaded, useWords } from '#words'
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

function Form({ existing }: { existing: ProviderDetail | undefined }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<ProviderDraft>(existing ? draftOf(existing) : emptyDraft)
  const [tried, setTried] = useState(false)
  const read = readDraft(draft, t)
  const [from, setFrom] = useState('')
  const fromWrong = from.trim() === '' ? undefined : inputError(t, Day, from)
  const leave = (to: string, done?: 'created' | 'saved' | 'waits'): void => {
    void queries.invalidateQueries({ queryKey: deskQuery.providers.key() })
    void navigate(to, { replace: true, state: done ? { done } : null })
  }
  const create = useMutation(
    deskQuery.providers.create.mutationOptions({
      onSuccess: (made) => leave(`/providers/${made.id}`, 'created'),
    }),
  )
  const update = useMutation(
    deskQuery.providers.update.mutationOptions({
      onSuccess: ({ waits }) =>
        leave(`/providers/${existing?.id}`, waits === null ? 'saved' : 'waits'),
    }),
  )
  const busy = create.isPending || update.isPending
  const save = (): void => {
    setTried(true)
    if (busy || 'errors' in read || fromWrong !== undefined) return
    if (existing)
      update.mutate({
        ...{ id: existing.id, version: existing.version, provider: read.provider },
        from: from.trim() === '' ? null : from,
      })
    else create.mutate(read.provider)
  }
  const error = create.error ?? update.error
  return (
    <Page title={t(existing ? 'provider.edit.title' : 'providers.new')} sub={existing?.name}>
      {error && <Failure error={error} />}
      {existing && connected.includes(existing.status) && (
        <TextInput
          label={t('plan.field')}
          hint={t('plan.field.hint')}
          value={from}
          onChange={setFrom}
          error={tried ? fromWrong : undefined}
        />
      )}
      <ProviderFields
        draft={draft}
        onChange={setDraft}
        errors={tried && 'errors' in read ? read.errors : {}}
        clientId={existing?.clientId}
        saveLabel={t(existing ? 'word.save' : 'word.register')}
        busy={busy}
        onSave={save}
        onCancel={() => leave(existing ? `/providers/${existing.id}` : '/providers')}
      />
    </Page>
  )
}
