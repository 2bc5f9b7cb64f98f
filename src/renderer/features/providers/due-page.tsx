import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { desk, deskQuery } from '#desk'
import { atJapan } from '#shared/japanese-date'
import type { Standing } from '#shared/ledger-due'
import { dueText } from '#shared/ledger-words'
import { Badge, type BadgeTone, Button, Page, PlainTable } from '#ui'
import { dateText, Failure, Loaded, saveFile, useWords } from '#words'

const shapes: Record<Standing, { tone: BadgeTone; shape: string }> = {
  over: { tone: 'warn', shape: '▲' },
  soon: { tone: 'info', shape: '○' },
  later: { tone: 'good', shape: '●' },
}

/** 期日: what falls due of all providers, the earliest first, and the same as a calendar. */
export function DuePage() {
  const { t } = useWords()
  const due = useQuery(deskQuery.ledger.due.queryOptions())
  const calendar = useMutation({
    mutationFn: () => desk.ledger.calendar(),
    onSuccess: ({ file, fileName }) => saveFile(file, fileName, 'text/calendar'),
  })
  return (
    <Page
      title={t('ledger.due')}
      sub={<Link to="/providers">{t('menu.providers')}</Link>}
      action={
        <Button isPending={calendar.isPending} onPress={() => calendar.mutate()}>
          {t('ledger.due.calendar')}
        </Button>
      }
    >
      <p>{t('ledger.due.lead')}</p>
      {calendar.error && <Failure error={calendar.error} />}
      <Loaded query={due} empty={{ title: t('ledger.due.empty') }}>
        {(days) => (
          <PlainTable
            label={t('ledger.due')}
            rows={days.map((day, index) => ({ ...day, id: index }))}
            rowId={(row) => row.id}
            columns={[
              {
                id: 'on',
                header: t('ledger.due.on'),
                width: 9,
                value: (row) => row.on,
                cell: (row) => dateText(atJapan(row.on)),
              },
              {
                id: 'standing',
                header: t('word.state'),
                width: 9,
                value: (row) => row.standing,
                cell: (row) => (
                  <Badge {...shapes[row.standing]}>{t(`ledger.due.${row.standing}`)}</Badge>
                ),
              },
              {
                id: 'provider',
                header: t('word.provider'),
                value: (row) => row.provider,
                cell: (row) => (
                  <Link
                    to={
                      ['stop', 'ending', 'report'].includes(row.kind)
                        ? `/providers/${row.providerId}`
                        : `/providers/${row.providerId}/ledger`
                    }
                  >
                    {row.provider}
                  </Link>
                ),
              },
              { id: 'what', header: t('ledger.due.what'), value: (row) => dueText(t, row) },
              { id: 'owner', header: t('ledger.owner'), width: 9, value: (row) => row.owner },
            ]}
          />
        )}
      </Loaded>
    </Page>
  )
}
