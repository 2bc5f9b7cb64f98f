import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { RetentionOverview, RetentionRun } from '#shared/contract/retention'
import type { RetentionClass } from '#shared/retention'
import { Banner, Button, Dialog, DialogButtons, Empty, Page, PlainTable, Section } from '#ui'
import {
  dateText,
  Failure,
  Loaded,
  ProofAgain,
  timeText,
  useAct,
  useMay,
  useMe,
  useWords,
} from '#words'
import style from './retention.module.css'

type Asking = { propose: RetentionClass } | { decide: RetentionRun }

/** Records whose period is over, and deletions that one person proposes and another decides (R85). */
export function RetentionPage() {
  const { t } = useWords()
  const page = useQuery({
    ...deskQuery.retention.overview.queryOptions(),
    refetchInterval: ({ state }) =>
      state.data?.runs.some((run) => run.state === 'approved') ? 1_000 : false,
  })
  return (
    <Loaded query={page} page={t('retention.title')} lines={6}>
      {(overview) => <Overview overview={overview} />}
    </Loaded>
  )
}

function Overview({ overview }: { overview: RetentionOverview }) {
  const { t } = useWords()
  const me = useMe()
  const mayPropose = useMay('retention.propose')
  const mayDecide = useMay('retention.decide')
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Asking | null>(null)
  const done = (next: RetentionOverview): void => {
    setAsking(null)
    queries.setQueryData(deskQuery.retention.overview.queryKey(), next)
  }
  const { classes, runs } = overview
  const open = new Set(
    runs.filter((run) => ['pending', 'approved'].includes(run.state)).map((run) => run.kind),
  )
  return (
    <Page title={t('retention.title')} sub={t('retention.lead')}>
      {runs
        .filter((run) => run.state === 'pending')
        .map((run) => (
          <Banner
            key={run.id}
            tone="warn"
            title={t('retention.waiting', {
              kind: t(`retention.kind.${run.kind}`),
              count: run.counted,
              date: dateText(run.before),
            })}
            action={
              mayDecide &&
              run.madeBy !== me.id && (
                <Button onPress={() => setAsking({ decide: run })}>{t('retention.decide')}</Button>
              )
            }
          >
            <p>
              {run.madeByName}　{timeText(run.madeAt)}
            </p>
          </Banner>
        ))}
      <Section
        title={t('retention.classes')}
        action={<Link to="/settings">{t('retention.settings')}</Link>}
      >
        <table className={style.classes}>
          <thead>
            <tr>
              <th scope="col">{t('word.kind')}</th>
              <th scope="col">{t('retention.years')}</th>
              <th scope="col">{t('retention.before')}</th>
              <th scope="col">{t('retention.expired')}</th>
              <th scope="col">{t('retention.act')}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one) => (
              <tr key={one.kind}>
                <th scope="row">{t(`retention.kind.${one.kind}`)}</th>
                <td>{t('retention.yearsOf', { years: one.years })}</td>
                <td>{dateText(one.before)}</td>
                <td>{one.expired.toLocaleString('ja-JP')}</td>
                <td>
                  {mayPropose && (
                    <Button
                      small
                      isDisabled={one.expired === 0 || open.has(one.kind)}
                      aria-label={`${t(`retention.kind.${one.kind}`)} ${t('retention.propose')}`}
                      onPress={() => setAsking({ propose: one.kind })}
                    >
                      {t('retention.propose')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Section title={t('retention.runs')}>
        {runs.length === 0 ? (
          <Empty title={t('retention.runs.empty')} />
        ) : (
          <PlainTable
            label={t('retention.runs')}
            rows={runs}
            rowId={(run) => run.id}
            columns={[
              {
                id: 'kind',
                header: t('word.kind'),
                value: (run) => t(`retention.kind.${run.kind}`),
              },
              {
                id: 'before',
                header: t('retention.before'),
                width: 8,
                value: (run) => run.before,
                cell: (run) => dateText(run.before),
              },
              {
                id: 'deleted',
                header: t('retention.deleted'),
                width: 10,
                align: 'end',
                value: (run) => run.deleted,
                cell: (run) =>
                  `${run.deleted.toLocaleString('ja-JP')} / ${run.counted.toLocaleString('ja-JP')}`,
              },
              {
                id: 'made',
                header: t('retention.madeBy'),
                width: 15,
                value: (run) => `${run.madeByName} ${timeText(run.madeAt)}`,
              },
              {
                id: 'checked',
                header: t('slip.checker'),
                width: 15,
                value: (run) =>
                  run.checkedByName === null
                    ? '—'
                    : `${run.checkedByName} ${timeText(run.checkedAt ?? 0)}`,
              },
              {
                id: 'state',
                header: t('word.state'),
                width: 8,
                value: (run) => t(`retention.state.${run.state}`),
              },
            ]}
          />
        )}
      </Section>
      {asking && (
        <Ask asking={asking} overview={overview} onClose={() => setAsking(null)} onDone={done} />
      )}
    </Page>
  )
}

function Ask({
  asking,
  overview,
  onClose,
  onDone,
}: {
  asking: Asking
  overview: RetentionOverview
  onClose: () => void
  onDone: (next: RetentionOverview) => void
}) {
  const { t } = useWords()
  const { act, busy, error, proof } = useAct(
    (approve: boolean) =>
      'propose' in asking
        ? desk.retention.propose({ kind: asking.propose })
        : desk.retention.decide({ id: asking.decide.id, approve }),
    onDone,
  )
  const kind = 'propose' in asking ? asking.propose : asking.decide.kind
  const of = overview.classes.find((one) => one.kind === kind)
  const count = 'propose' in asking ? (of?.expired ?? 0) : asking.decide.counted
  const before = 'propose' in asking ? (of?.before ?? 0) : asking.decide.before
  return (
    <Dialog
      title={t('propose' in asking ? 'retention.propose.title' : 'retention.decide.title')}
      open
      onClose={onClose}
      role="alertdialog"
    >
      <p>
        {t('retention.effect', {
          kind: t(`retention.kind.${kind}`),
          count,
          date: dateText(before),
        })}
      </p>
      <p>{t('retention.final')}</p>
      {error && <Failure error={error} />}
      <ProofAgain proof={proof} />
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('app.cancel')}
        </Button>
        {'decide' in asking && (
          <Button isPending={busy} onPress={() => act(false)}>
            {t('retention.refuse')}
          </Button>
        )}
        <Button kind="danger" isPending={busy} onPress={() => act(true)}>
          {t('propose' in asking ? 'retention.propose' : 'retention.approve')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
