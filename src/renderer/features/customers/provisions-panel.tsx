import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { desk, deskQuery, engineNow } from '#desk'
import type { Provision, ProvisionRecord } from '#shared/contract/files'
import { dayMs, isoDate } from '#shared/japanese-date'
import { Day, parseDate } from '#shared/parse-date'
import { Button, PlainTable, Section, type TableColumn, TextInput, Toolbar, TwoLines } from '#ui'
import { CsvButton, Failure, inputError, Loaded, optional, Paper, timeText, useWords } from '#words'
import style from './customer-page.module.css'
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
  const list = useQuery(
    deskQuery.files.provisions.queryOptions({
      input: period ?? { customerId, from: '2000-01-01', to: '2000-01-01' },
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
  const columns: TableColumn<Provision>[] = [
    {
      id: 'recipient',
      header: `${t('provision.recipient')}・${t('grant.label')}`,
      value: (row) => row.recipient,
      cell: (row) => <TwoLines main={row.recipient} sub={row.label} />,
    },
    {
      id: 'items',
      header: t('provision.items'),
      value: (row) => row.items.map((item) => optional(t, `endpoint.${item}`, item)).join('・'),
    },
    {
      id: 'lastAt',
      header: `${t('provision.firstAt')}・${t('provision.lastAt')}`,
      width: 12,
      value: (row) => row.lastAt,
      cell: (row) => <TwoLines main={timeText(row.firstAt)} sub={timeText(row.lastAt)} />,
    },
    {
      id: 'times',
      header: t('provision.times'),
      width: 4.5,
      align: 'end',
      value: (row) => row.times,
    },
  ]
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
          label={t('provision.from')}
          value={from}
          onChange={setFrom}
          error={inputError(t, Day, from)}
        />
        <TextInput
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
      <Loaded query={list} empty={{ title: t('provision.empty') }}>
        {(rows) => (
          <div className={style.table}>
            <PlainTable
              label={t('provision.title')}
              lines={2}
              rows={rows}
              columns={columns}
              rowId={(row) => row.grantId}
            />
          </div>
        )}
      </Loaded>
    </Section>
  )
}
