import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Fragment, useState } from 'react'
import { Link, useParams } from 'react-router'
import { deskQuery } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { shownState } from '#shared/request'
import { Button, Facts, Page, Section } from '#ui'
import { keyOf, Loaded, RecordTrail, timeText, useMay, useRecordActs, useWords } from '#words'
import { CloseDialog } from './close-dialog.tsx'
import { CorrectDialog } from './correct-dialog.tsx'
import { DecideForm } from './decide-form.tsx'
import { identityLabel } from './identity-label.ts'
import { LookForm } from './look-form.tsx'
import { ActResult } from './outcome.tsx'
import style from './request.module.css'
import { SlipPart } from './slip-part.tsx'

/** One request: who asked, how identity was checked, what was done, by which two persons. */
export function RequestPage() {
  const { t } = useWords()
  const id = Number(useParams().id)
  const page = useQuery(
    deskQuery.requests.find.queryOptions({
      input: { id },
      enabled: Number.isSafeInteger(id) && id > 0,
      // While the grants of a provider are being ended, the progress is shown.
      refetchInterval: ({ state }) =>
        state.data?.acts.some((act) => act.progress && act.progress.ended < act.progress.total)
          ? 1_000
          : false,
    }),
  )
  return (
    <Loaded query={page} page={t('menu.requests')}>
      {(request) => <Taken key={id} request={request} />}
    </Loaded>
  )
}

function Taken({ request }: { request: StaffRequest }) {
  const { t } = useWords()
  const mayPrint = useMay('requests.printSlip')
  const queries = useQueryClient()
  const [dialog, setDialog] = useState<'close' | 'correct' | null>(null)
  useRecordActs({
    correct: request.mayCorrect && (() => setDialog('correct')),
    endRequest: request.mayClose && (() => setDialog('close')),
  })
  const changed = (): void => {
    setDialog(null)
    for (const key of [deskQuery.requests.key(), deskQuery.customers.find.key()])
      void queries.invalidateQueries({ queryKey: key })
  }
  return (
    <Page
      stays
      title={t('request.page.title', { number: request.number })}
      sub={[
        request.customer
          ? `${request.customer.name}（${request.customer.kana}）　${request.customer.branchName}　${request.customer.maskedNumber}`
          : (request.provider?.name ?? ''),
        t('request.openedAt', { time: timeText(request.openedAt, true) }),
      ].join('　')}
      action={
        <>
          {request.mayCorrect && (
            <Button shortcut={keyOf('correct')} onPress={() => setDialog('correct')}>
              {t('request.correct')}
            </Button>
          )}
          {request.mayClose && (
            <Button shortcut={keyOf('endRequest')} onPress={() => setDialog('close')}>
              {t('request.break')}
            </Button>
          )}
        </>
      }
    >
      {request.acts
        .filter((act) => act.mayDecide)
        .map((act) => (
          <DecideForm key={act.id} request={request} act={act} onDone={changed} />
        ))}
      {request.look.mayLook && <LookForm id={request.id} onDone={changed} />}
      <Facts items={facts(t, request)} />
      <p>
        {request.customer && (
          <Link to={`/customers/${request.customer.id}`}>{t('request.openCustomer')}</Link>
        )}
        {request.provider && (
          <Link to={`/providers/${request.provider.id}`}>{t('request.openProvider')}</Link>
        )}
      </p>
      <Links title={t('request.follows')} links={request.follows ? [request.follows] : []} />
      <Links title={t('request.followedBy')} links={request.followedBy} />
      {request.identity.items.length > 0 && (
        <Section title={t('request.identity')}>
          <Facts
            items={[
              ...request.identity.items
                .filter((row) => row.item !== 'document')
                .map(
                  (row) =>
                    [
                      t(identityLabel(row.item, request.customer?.channel)),
                      t(`identityResult.${row.result ?? 'unconfirmed'}`),
                    ] as const,
                ),
              ...request.identity.papers.map(
                ({ kind, note }) => [t(`paper.${kind}`), note || t('request.papers.seen')] as const,
              ),
            ]}
          />
        </Section>
      )}
      {request.look.at !== null ? (
        <p>
          {t('request.look.done', {
            name: request.look.byName ?? '',
            time: timeText(request.look.at, true),
          })}
        </p>
      ) : (
        request.look.dueAt !== null && (
          <p className={style.warn}>
            {t('request.look.due', { time: timeText(request.look.dueAt) })}
          </p>
        )
      )}
      <Section title={t('word.result')}>
        {request.acts.map((act) => (
          <div key={act.id} className={style.result}>
            <p>
              {[
                `${t(`actKind.${act.kind}`)}（${t(`actScope.${act.scope}`)}）`,
                t(`reason.${act.reason}`),
                act.note,
                act.madeByName,
                timeText(act.madeAt, true),
              ]
                .filter(Boolean)
                .join('　')}
            </p>
            <ActResult act={act} />
            {act.progress && (
              <p role="status">
                {t('request.progress', {
                  ended: act.progress.ended,
                  total: act.progress.total,
                })}
              </p>
            )}
          </div>
        ))}
        {request.acts.length === 0 && (
          <p>
            {request.result ? t(`requestResult.${request.result}`) : t('requestState.open')}
            {request.closeReason !== null && `　${request.closeReason}`}
          </p>
        )}
        {mayPrint && (request.acts.length > 0 || request.state === 'closed') && (
          <SlipPart request={request} onChanged={changed} />
        )}
      </Section>
      {request.corrections.length > 0 && (
        <Section title={t('request.corrections')}>
          {request.corrections.map(({ at, staffName, words }) => (
            <p key={`${at} ${words}`}>{`${words}　${staffName}　${timeText(at, true)}`}</p>
          ))}
        </Section>
      )}
      <RecordTrail about={{ kind: 'request', id: request.id }} />
      {dialog === 'close' && (
        <CloseDialog request={request} onClose={() => setDialog(null)} onDone={changed} />
      )}
      {dialog === 'correct' && (
        <CorrectDialog id={request.id} onClose={() => setDialog(null)} onDone={changed} />
      )}
    </Page>
  )
}

function Links({ title, links }: { title: string; links: StaffRequest['followedBy'] }) {
  return (
    links.length > 0 && (
      <p>
        {title}
        {links.map(({ id, number }) => (
          <Fragment key={id}>
            {'　'}
            <Link to={`/requests/${id}`}>{number}</Link>
          </Fragment>
        ))}
      </p>
    )
  )
}

/** Until when what was carried out must be approved; null where nothing waits for that. */
const dueOf = ({ acts }: StaffRequest): number | null =>
  acts.find((act) => act.approval === 'after' && act.checkedAt === null)?.dueAt ?? null

function facts(
  t: ReturnType<typeof useWords>['t'],
  request: StaffRequest,
): (readonly [string, string])[] {
  return [
    [t('word.customer'), request.customer?.name ?? request.provider?.name ?? ''],
    [t('word.requestChannel'), t(`requestChannel.${request.requestChannel}`)],
    [t('request.requester'), t(`requester.${request.requester}`)],
    [t('request.requesterName'), request.requesterName || '—'],
    [t('request.callbackPhone'), request.callbackPhone || '—'],
    [t('word.takenBy'), `${request.staffName}　${request.branchName ?? ''}`],
    [
      t('word.state'),
      t(`requestState.${shownState({ state: request.state, dueAt: dueOf(request) })}`),
    ],
    [t('request.answer'), request.answer || '—'],
    [
      t('word.note'),
      `${request.complaint ? `【${t('word.complaint')}】` : ''}${request.note || '—'}`,
    ],
    ...(request.otherBranchReason === null
      ? []
      : [[t('request.otherBranchReason'), request.otherBranchReason] as const]),
  ]
}
