import { Link, useNavigate } from 'react-router'
import { desk } from '#desk'
import type { EarlierRequest } from '#shared/contract/requests'
import { shownState } from '#shared/request'
import { Button, PlainTable, Section, type TableColumn, TwoLines } from '#ui'
import { Failure, timeText, useAct, useWords } from '#words'
import style from './customer-page.module.css'

/** The customer's other requests and what came of them; an open one can go on with a former one that was cut (R141). */
export function EarlierRequests({
  requests,
  own,
  onChanged,
}: {
  requests: EarlierRequest[]
  /** The open request of this person. */
  own: number | undefined
  onChanged: () => void
}) {
  const { t } = useWords()
  const navigate = useNavigate()
  const { act, busy, error } = useAct(desk.requests.follow, onChanged)
  const columns: TableColumn<EarlierRequest>[] = [
    {
      id: 'number',
      header: t('word.requestNumber'),
      width: 10,
      value: (row) => row.id,
      cell: (row) => (
        <TwoLines
          main={<Link to={`/requests/${row.id}`}>{row.number}</Link>}
          sub={timeText(row.openedAt)}
        />
      ),
    },
    {
      id: 'who',
      header: `${t('word.requestChannel')}・${t('request.requester')}`,
      width: 9,
      value: (row) =>
        `${t(`requestChannel.${row.requestChannel}`)}・${t(`requester.${row.requester}`)}`,
      cell: (row) => (
        <TwoLines
          main={`${t(`requestChannel.${row.requestChannel}`)}・${t(`requester.${row.requester}`)}`}
          sub={row.staffName}
        />
      ),
    },
    {
      id: 'result',
      header: t('word.result'),
      value: (row) => [stateOf(row), told(row)].join(' '),
      cell: (row) => <TwoLines main={stateOf(row)} sub={told(row)} />,
    },
    ...(requests.some((row) => row.mayFollow) && own !== undefined
      ? [
          {
            id: 'follow',
            header: t('request.follow'),
            width: 8,
            value: () => '',
            cell: (row: EarlierRequest) =>
              row.mayFollow && (
                <Button
                  small
                  aria-label={t('request.follow.of', { number: row.number })}
                  isPending={busy}
                  onPress={() => act({ id: own, follows: row.id })}
                >
                  {t('request.follow')}
                </Button>
              ),
          },
        ]
      : []),
  ]
  return (
    <Section title={`${t('request.earlier')} ${requests.length}`}>
      {error && <Failure error={error} />}
      {requests.length === 0 ? (
        <p className={style.hint}>{t('request.earlier.empty')}</p>
      ) : (
        <div className={style.table}>
          <PlainTable
            label={t('request.earlier')}
            lines={2}
            rows={requests}
            columns={columns}
            rowId={(row) => row.id}
            onOpen={(row) => navigate(`/requests/${row.id}`)}
          />
        </div>
      )}
    </Section>
  )

  function stateOf(row: EarlierRequest): string {
    const state = t(`requestState.${shownState(row)}`)
    return row.result === null ? state : `${t(`requestResult.${row.result}`)}（${state}）`
  }
}

const told = ({ closeReason, answer }: EarlierRequest): string =>
  [closeReason, answer].filter(Boolean).join('　')
