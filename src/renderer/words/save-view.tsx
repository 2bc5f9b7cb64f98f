import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'react-router'
import { deskQuery } from '#desk'
import { ViewName } from '#shared/contract/views'
import { inputError } from '#shared/input-error'
import { Button, TextInput } from '#ui'
import { Failure } from './failure.tsx'
import { useWords } from './messages.tsx'

/** Saves the list with its filters, sorting and layout under a name, for oneself or for everybody. */
export function SaveView({ layout }: { layout: string }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const { pathname, search } = useLocation()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const [shared, setShared] = useState(false)
  const save = useMutation(
    deskQuery.views.save.mutationOptions({
      onSuccess: (all) => {
        queries.setQueryData(deskQuery.views.list.queryKey(), all)
        setName('')
        setTried(false)
      },
    }),
  )
  const wrong = inputError(t, ViewName, name)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wrong !== undefined || save.isPending) return
    const view = new URLSearchParams(search)
    view.set('cols', layout)
    save.mutate({ name, shared, address: `${pathname}?${view}` })
  }
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: '0.5rem' }}>
      <TextInput
        half={false}
        label={t('list.saveAs')}
        wide
        value={name}
        onChange={setName}
        error={tried ? wrong : undefined}
      />
      <label style={{ display: 'flex', gap: '0.5rem', fontSize: '0.875rem' }}>
        <input
          type="checkbox"
          checked={shared}
          onChange={(event) => setShared(event.target.checked)}
        />
        {t('list.shared')}
      </label>
      {save.isError && <Failure error={save.error} />}
      <Button small type="submit" isPending={save.isPending}>
        {t('word.save')}
      </Button>
      {save.isSuccess && name === '' && (
        <span role="status" data-told="">
          {t('list.saved')}
        </span>
      )}
    </form>
  )
}
