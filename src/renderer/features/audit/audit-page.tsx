import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { desk, deskQuery } from '#desk'
import type { AuditEntry, AuditFilter } from '#shared/contract/audit'
import type { ListColumnOf } from '#shared/list'
import { Badge, Banner, Button, Chips, ListBar, Page, TextInput } from '#ui'
import {
  CsvButton,
  Failure,
  type ListColumn,
  optional,
  PagedTable,
  TrailBanner,
  timeText,
  useAddressFilter,
  useListTools,
  useLoadedCount,
  useWords,
} from '#words'
import { AuditDetail, reasonText } from './audit-detail.tsx'

const pageSize = 200
const kinds = ['all', 'staff', 'customer', 'provider', 'system'] as const
const outcomes = ['all', 'done', 'refused'] as const

export function AuditPage() {
  const { t } = useWords()
  const { search, setFilter } = useAddressFilter()
  const kind = kinds.find((one) => one === search.get('by')) ?? 'all'
  const outcome = outcomes.find((one) => one === search.get('outcome')) ?? 'all'
  const [text, setText] = useState(search.get('text') ?? '')
  const asked = useDeferredValue(text.trim())
  const set = (name: string, value: string): void =>
    setFilter(name, value === '' || value === 'all' ? null : value)
  const [opened, setOpened] = useState<AuditEntry>()
  const filter = {
    actorKind: kind === 'all' ? null : kind,
    outcome: outcome === 'all' ? null : outcome,
    action: '',
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
  const count = useLoadedCount(list)
  const columns: ListColumn<AuditEntry, ListColumnOf<'audit'>>[] = [
    { id: 'id', header: t('audit.id'), width: 5, align: 'end', value: (entry) => entry.id },
    {
      id: 'at',
      header: t('word.at'),
      width: 11,
      value: (entry) => entry.at,
      cell: (entry) => timeText(entry.at, true),
    },
    { id: 'actor', header: t('word.doneBy'), width: 12, value: (entry) => entry.actorName },
    {
      id: 'action',
      header: t('audit.action'),
      width: 13,
      value: (entry) => optional(t, `action.${entry.action}`, entry.action),
    },
    {
      id: 'role',
      header: t('word.role'),
      width: 6.5,
      optional: true,
      value: (entry) => (entry.role === null ? '' : optional(t, `role.${entry.role}`, entry.role)),
    },
    {
      id: 'branch',
      header: t('word.branch'),
      width: 4,
      optional: true,
      value: (entry) => entry.branchCode ?? '',
    },
    {
      id: 'terminal',
      header: t('audit.terminal'),
      width: 8,
      optional: true,
      value: (entry) => entry.terminal ?? '',
    },
    { id: 'target', header: t('audit.target'), value: (entry) => entry.targetLabel ?? '' },
    {
      id: 'reason',
      header: t('word.reason'),
      width: 9,
      value: (entry) => reasonText(t, entry.reason),
    },
    {
      id: 'outcome',
      header: t('word.result'),
      width: 6,
      value: (entry) => t(`audit.outcome.${entry.outcome}`),
      cell: (entry) => (
        <Badge
          tone={entry.outcome === 'done' ? 'good' : 'danger'}
          shape={entry.outcome === 'done' ? '●' : '✕'}
        >
          {t(`audit.outcome.${entry.outcome}`)}
        </Badge>
      ),
    },
  ]
  const tools = useListTools('audit', columns)
  return (
    <Page
      title={t('menu.audit')}
      sub={`${t('audit.lead')}${t('audit.select')}`}
      fill
      action={
        <Button isPending={verify.isPending} onPress={() => verify.mutate({})}>
          {t('trail.verify')}
        </Button>
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
      <ListBar
        label={t('grants.filter')}
        count={count}
        tools={
          <>
            <CsvButton view={tools.view} make={(how) => desk.files.audit({ filter, ...how })} />
            {tools.menu}
          </>
        }
      >
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
          label={t('audit.text')}
          placeholder={t('audit.text')}
          value={text}
          onChange={(value) => {
            setText(value)
            set('text', value.trim())
          }}
        />
      </ListBar>
      <PagedTable
        label={t('menu.audit')}
        list={list}
        table={tools.table}
        empty={{ title: t('audit.empty'), todo: t('list.empty.todo') }}
        rowId={(entry) => entry.id}
        onOpen={setOpened}
      />
      {opened && <AuditDetail entry={opened} onClose={() => setOpened(undefined)} />}
    </Page>
  )
}
