import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, deskQuery, engineNow } from '#desk'
import type { ProvisionRecord } from '#shared/contract/files'
import { dayMs, isoDate } from '#shared/japanese-date'
import { Day, parseDate } from '#shared/parse-date'
import { Button, Empty, Section, TextInput, Toolbar } from '#ui'
import { CsvButton, Failure, inputError, Loaded, Paper, useWords } from '#words'
import { ProvisionsByGrant, ProvisionsEach } from './provision-tables.tsx'
import { ProvisionsPaper } from './provisions-paper.tsx'

const yearMs = 365 * dayMs

/** 第三者提供記録 of a customer: what was answered, to whom, by which consent (R84). */
export function ProvisionsPanel({ customerId }: { customerId: number }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState(() => isoDate(engineNow() - 3 * yearMs))
  const [to, setTo] = useState(() => isoDate(engineNow()))
  const [start, end] = [parseDate(from), parseDate(to)]
  const period =
    'date' in start && 'date' in end && start.date <= end.date
      ? { customerId, from: start.date, to: end.date }
      : null
  const list = useInfiniteQuery(
    deskQuery.files.provisions.infiniteOptions({
      input: (after: number | null) => ({
        ...(period ?? { customerId, from: '2000-01-01', to: '2000-01-01' }),
        after,
      }),
      initialPageParam: null as number | null,
      getNextPageParam: (last) => last.next,
      enabled: open && period !== null,
    }),
  )
  const [paper, setPaper] = useState<ProvisionRecord | null>(null)
  const print = useMutation(
    deskQuery.files.provisionsPaper.mutationOptions({ onSuccess: setPaper }),
  )
  if (!open)
    return (
      <div>
        <Button small onPress={() => setOpen(true)}>
          {t('provision.show')}
        </Button>
      </div>
    )
  return (
    <Section
      title={t('provision.title')}
      action={
        period && (
          <>
            <CsvButton
              view={null}
              make={({ encoding, replace }) =>
                desk.files.provisionsFile({ ...period, encoding, replace })
              }
            />
            <Button small isPending={print.isPending} onPress={() => print.mutate(period)}>
              {t('provision.print')}
            </Button>
          </>
        )
      }
    >
      <Toolbar label={t('word.period')}>
        <TextInput
          half
          label={t('provision.from')}
          value={from}
          onChange={setFrom}
          error={inputError(t, Day, from)}
        />
        <TextInput
          half
          label={t('provision.to')}
          value={to}
          onChange={setTo}
          error={
            inputError(t, Day, to) ??
            ('date' in start && 'date' in end && start.date > end.date
              ? t('inputError.period')
              : undefined)
          }
        />
      </Toolbar>
      {print.isError && <Failure error={print.error} />}
      {paper && (
        <Paper onPrinted={() => setPaper(null)}>
          <ProvisionsPaper record={paper} />
        </Paper>
      )}
      <Loaded query={{ ...list, data: list.data?.pages }}>
        {(pages) => {
          const grants = pages[0]?.grants ?? []
          if (grants.length === 0) return <Empty title={t('provision.empty')} />
          const count = grants.reduce((sum, grant) => sum + grant.times, 0)
          return (
            <>
              <p>{t('provision.each.total', { count })}</p>
              <ProvisionsByGrant rows={grants} />
              <ProvisionsEach
                rows={pages.flatMap((page) => page.rows)}
                whole={!list.hasNextPage}
                onNearEnd={() => {
                  if (list.hasNextPage && !list.isFetching) void list.fetchNextPage()
                }}
              />
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}
