import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { desk, deskQuery } from '#desk'
import type { AuditEntry, AuditFilter } from '#shared/contract/audit'
import { Badge, Banner, Button, Chips, TextInput } from '#ui'
import {
  Failure,
  type ListCells,
  ListPage,
  TrailBanner,
  timeText,
  useAddressFilter,
  useWords,
} from '#words'
import { AuditDetail } from './audit-detail.tsx'

const pageSize = 200
const kinds = ['all', 'staff', 'customer', 'provider', 'system'] as const
const outcomes = ['all', 'done', 'refused'] as const

const cells: ListCells<'audit'> = {
  at: (entry) => timeText(entry.at, true),
  outcome: (entry, t) => (
    <Badge
      tone={entry.outcome === 'done' ? 'good' : 'danger'}
      shape={entry.outcome === 'done' ? '●' : '✕'}
    >
      {t(`audit.outcome.${entry.outcome}`)}
    </Badge>
  ),
}

export function AuditPage() {
  const { t } = useWords()
  const { search, oneOf, setFilter } = useAddressFilter()
  const kind = oneOf('by', kinds)
  const outcome = oneOf('outcome', outcomes)
  const [text, setText] = useState(search.get('text') ?? '')
  const asked = useDeferredValue(text.trim())
  const set = (name: string, value: string): void =>
    setFilter(name, value === '' || value === 'all' ? null : value)
  const [opened, setOpened] = useState<AuditEntry>()
  const filter = {
    actorKind: kind === 'all' ? null : kind,
    outcome: outcome === 'all' ? null : outcome,
    // A number of the first page leads here.
    action: search.get('action') ?? '',
    text: asked,
  } satisfies Partial<AuditFilter>
  const list = useInfiniteQuery(
    deskQuery.audit.list.infiniteOptions({
      input: (before: number | null) => ({ ...filter, before, limit: pageSize }),
      initialPageParam: null as number | null,
      getNextPageParam: (last) => last.next,
    }),
  )
  const verify = useMutation(deskQuery.audit.verify.mutationOptions())
  return (
    <ListPage
      name="audit"
      title={t('menu.audit')}
      lead={`${t('audit.lead')}${t('audit.select')}`}
      list={list}
      cells={cells}
      file={(how) => desk.files.audit({ filter, ...how })}
      empty={{ title: t('audit.empty'), todo: t('list.empty.todo') }}
      onClear={() => setText('')}
      onOpen={setOpened}
      action={
        <Button isPending={verify.isPending} onPress={() => verify.mutate({})}>
          {t('trail.verify')}
        </Button>
      }
      filters={
        <>
          <Chips
            label={t('audit.actorKind')}
            value={kind}
            onChange={(value) => set('by', value)}
            options={kinds.map((value) => ({ value, label: t(`audit.actorKind.${value}`) }))}
          />
          <Chips
            label={t('word.result')}
            value={outcome}
            onChange={(value) => set('outcome', value)}
            options={outcomes.map((value) => ({ value, label: t(`audit.outcome.${value}`) }))}
          />
          <TextInput
            half={false}
            label={t('audit.text')}
            placeholder={t('audit.text')}
            value={text}
            onChange={(value) => {
              setText(value)
              set('text', value.trim())
            }}
          />
        </>
      }
    >
      {verify.error && <Failure error={verify.error} />}
      <TrailBanner trail={verify.data} />
      {verify.data?.state === 'whole' && (
        <Banner
          tone="good"
          title={t('trail.whole', {
            entries: verify.data.entries,
            time: timeText(verify.data.checkedAt ?? 0, true),
          })}
        />
      )}
      {opened && <AuditDetail entry={opened} onClose={() => setOpened(undefined)} />}
    </ListPage>
  )
}
