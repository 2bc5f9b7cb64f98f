import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { desk, deskQuery } from '#desk'
import { ImportKind } from '#shared/import-columns'
import { FileButton, Page, PlainTable, Section, SelectInput } from '#ui'
import { asBase64, Failure, Loaded, timeText, useWords } from '#words'
import { FileForm } from './file-form.tsx'
import { ImportOrder } from './import-order.tsx'
import { ImportProgress } from './import-progress.tsx'
import style from './imports.module.css'

/** Bytes of a piece; as base64 it fits a call. */
const pieceBytes = 96 * 1024
const ended = ['waiting', 'done', 'cancelled', 'failed']
/** How often the state is asked for, ms: while something happens, and while a second person is waited for. */
const interval = (state: string | undefined): number | false => {
  if (state === 'waiting') return 3_000
  return state === undefined || ended.includes(state) ? false : 300
}
/** What comes each day, once everything is there. */
const daily: ImportKind = 'balances'

const noFile = { id: undefined, kind: undefined }

/** A file in, checked whole, accepted or not. */
export function ImportsPage() {
  const { t } = useWords()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<ImportKind>()
  const [dismissed, setDismissed] = useState<string>()
  const current = useQuery(
    deskQuery.imports.current.queryOptions({
      refetchInterval: (query) => interval(query.state.data?.state),
    }),
  )
  const after = current.data?.state
  // Asked again with each change of state; what was there stays meanwhile, and a choice that is open stays open.
  const list = useQuery({
    ...deskQuery.imports.list.queryOptions(),
    queryKey: [...deskQuery.imports.list.key(), after],
    placeholderData: keepPreviousData,
  })
  const overview = useQuery({
    ...deskQuery.imports.overview.queryOptions(),
    queryKey: [...deskQuery.imports.overview.key(), after],
    placeholderData: keepPreviousData,
  })
  const next = overview.data?.next ?? null
  const nextWaits = list.data?.some((one) => one.kind === next && one.state === 'waiting') ?? false
  const kind = chosen ?? next ?? daily
  // After a file is in, the page leads on to the next kind; after one that is refused or broken off it stays. Another kind that was
  // chosen while a second person was waited for stays chosen.
  const { id: broughtId, kind: brought } = current.data?.state === 'done' ? current.data : noFile
  useEffect(() => {
    if (broughtId !== undefined) setChosen((now) => (now === brought ? undefined : now))
  }, [broughtId, brought])
  const waitsFor = overview.data?.kinds.find((one) => one.kind === kind)?.waitsFor ?? null
  const refresh = (): Promise<void> =>
    queries.invalidateQueries({ queryKey: deskQuery.imports.key() })
  const send = useMutation({
    mutationFn: async (given: File) => {
      const { id } = await desk.imports.begin({
        kind,
        fileName: given.name,
        size: given.size,
      })
      await refresh()
      for (let at = 0; at < given.size; at += pieceBytes) {
        const bytes = new Uint8Array(await given.slice(at, at + pieceBytes).arrayBuffer())
        const { state } = await desk.imports.add({ id, piece: asBase64(bytes) })
        if (state === 'cancelled') return
      }
    },
    onSettled: refresh,
  })
  const status = current.data && current.data.id !== dismissed ? current.data : undefined
  const free = status === undefined || ended.includes(status.state)
  return (
    <Page title={t('imports.title')} sub={t('imports.lead')}>
      {send.error && <Failure error={send.error} />}
      {current.error && <Failure error={current.error} onRetry={() => void current.refetch()} />}
      {status && (
        <ImportProgress
          status={status}
          onChanged={() => void refresh()}
          onAgain={() => setDismissed(status.id)}
        />
      )}
      {free && current.isSuccess && overview.data && (
        <Section title={t('imports.new')}>
          {next !== null && (
            <p>
              {t(nextWaits ? 'imports.next.waiting' : 'imports.next', {
                kind: t(`imports.kind.${next}`),
              })}
            </p>
          )}
          <div className={style.choose}>
            <SelectInput<ImportKind>
              label={t('imports.kind')}
              placeholder=""
              value={kind}
              options={ImportKind.options.map((value) => ({
                value,
                label: t(`imports.kind.${value}`),
              }))}
              onChange={setChosen}
            />
            <FileButton
              kind="primary"
              label={t('imports.choose')}
              inputLabel={t('imports.file')}
              isDisabled={waitsFor !== null}
              onFile={(given) => send.mutate(given)}
            />
          </div>
          {waitsFor !== null && (
            <p role="status">{t('imports.waits', { kind: t(`imports.kind.${waitsFor}`) })}</p>
          )}
        </Section>
      )}
      <Loaded query={overview} lines={4}>
        {(there) => <ImportOrder overview={there} />}
      </Loaded>
      <Section title={t('imports.history')}>
        <Loaded query={list} empty={{ title: t('imports.history.empty') }}>
          {(rows) => (
            <div className={style.table}>
              <PlainTable
                label={t('imports.history')}
                rows={rows}
                rowId={(row) => row.id}
                columns={[
                  {
                    id: 'at',
                    header: t('word.at'),
                    width: 10,
                    value: (row) => row.createdAt,
                    cell: (row) => timeText(row.createdAt),
                  },
                  { id: 'name', header: t('imports.name'), value: (row) => row.fileName },
                  {
                    id: 'kind',
                    header: t('imports.kind'),
                    width: 14,
                    value: (row) => t(`imports.kind.${row.kind}`),
                  },
                  {
                    id: 'rows',
                    header: t('imports.row'),
                    width: 7,
                    align: 'end',
                    value: (row) => row.rows,
                    cell: (row) => row.rows.toLocaleString('ja-JP'),
                  },
                  {
                    id: 'by',
                    header: t('menu.staff'),
                    width: 12,
                    value: (row) =>
                      [row.staffName, row.secondName ?? row.refused?.name]
                        .filter(Boolean)
                        .join('・'),
                  },
                  {
                    id: 'state',
                    header: t('word.state'),
                    width: 10,
                    value: (row) =>
                      row.refused
                        ? t('imports.list.refused')
                        : t(
                            row.state === 'cancelled'
                              ? 'imports.list.cancelled'
                              : `imports.state.${row.state}`,
                          ),
                  },
                ]}
              />
            </div>
          )}
        </Loaded>
      </Section>
      <FileForm kind={kind} />
    </Page>
  )
}
