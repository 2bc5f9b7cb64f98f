import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { deskQuery } from '#desk'
import type { CustomerView } from '#shared/contract/customers'
import { roleMay } from '#shared/contract/may'
import { OtherBranchReason, StaffRequestChannel } from '#shared/request'
import { papersOf, requestersFor, ruleOf } from '#shared/request-rules'
import { Banner, Button, SelectInput, TextInput } from '#ui'
import {
  dialogIsOpen,
  Failure,
  inputError,
  keyOf,
  keyText,
  shortcuts,
  timeText,
  useDraft,
  useForgetDialogs,
  useMe,
  useRecordActs,
  useWords,
} from '#words'
import { ActsForm } from './acts-form.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { EmergencyDialog } from './emergency-dialog.tsx'
import { IdentityFailed, MismatchNext } from './identity-failed.tsx'
import { IdentityForm } from './identity-form.tsx'
import { IdentityNeeds } from './identity-needs.tsx'
import { Outcome } from './outcome.tsx'
import { QuestionsForm } from './questions-form.tsx'
import style from './request.module.css'
import { RequesterName } from './requester-name.tsx'
import { useOpenRequest } from './use-open-request.ts'

/** The request beside the page of the customer, from who asks to the proof. */
export function RequestPanel({
  page,
  chosen,
  onChanged,
  onActed,
}: {
  page: CustomerView
  chosen: number[]
  onChanged: () => void
  /** What was chosen was acted on. */
  onActed: () => void
}) {
  const { why, request } = page
  const { t } = useWords()
  const { asks, change, problem, ensure, begin } = useOpenRequest(page, onChanged)
  const { requestChannel, requester, otherBranchReason } = asks
  const { role } = useMe()
  const rule = ruleOf(requestChannel, requester, page.channel)
  const channels = StaffRequestChannel.options.filter((one) =>
    requestersFor(one, page.channel).some((who) =>
      roleMay(role, ruleOf(one, who, page.channel)?.begins ?? 'requests.open'),
    ),
  )
  const [dialog, setDialog] = useDraft<'emergency' | 'close' | null>('dialog.panel', null)
  const forgetTyped = useForgetDialogs()
  const before = useQuery(
    deskQuery.requests.identityItems.queryOptions({
      input: { customerId: page.id, requestChannel, requester },
      enabled: request === null && rule !== undefined,
      staleTime: 5_000,
    }),
  )
  const identity = request?.identity ?? before.data
  const [tried, setTried] = useState(false)
  const asksReason = !request && why === 'other-branch'
  const reasonWrong = asksReason
    ? inputError(t, OtherBranchReason.min(1), otherBranchReason)
    : undefined
  const start = (): void => {
    setTried(true)
    if (reasonWrong === undefined) begin()
  }
  const [atFirst] = useState({ id: request?.id, acts: request?.acts.length ?? 0 })
  const nobodyCalls = rule?.ways === 'nobody'
  // A clerk opens a customer because somebody calls, so the fields are there at once.
  const atOnce = request !== null || (why === 'no-request' && !nobodyCalls)
  const known = request?.identity.met === true
  const settled = request !== null && request.state !== 'open'
  const anewId = useId()
  useRecordActs({
    emergency: atOnce && !settled && (() => dialogIsOpen() || setDialog('emergency')),
    endRequest: request?.mayClose && (() => setDialog('close')),
    anew: (settled || !atOnce) && anewId,
  })
  const done = (): void => {
    forgetTyped()
    onActed()
  }
  return (
    <section className={style.panel} aria-label={t('request.title')}>
      <header className={style.panelHead}>
        <h2>{request ? request.number : t('request.title')}</h2>
        {request && <p>{t('request.openedAt', { time: timeText(request.openedAt, true) })}</p>}
      </header>
      <p className={style.never}>{t('request.never')}</p>
      <div className={style.pair}>
        <SelectInput
          label={t('word.requestChannel')}
          placeholder={t('revoke.choose')}
          value={requestChannel}
          isDisabled={settled}
          onChange={(next) => change({ requestChannel: next })}
          options={channels.map((value) => ({
            value,
            label: t(`requestChannel.${value}`),
          }))}
        />
        <SelectInput
          label={t('request.requester')}
          placeholder={t('revoke.choose')}
          value={requester}
          isDisabled={settled}
          onChange={(next) => change({ requester: next })}
          options={requestersFor(requestChannel, page.channel).map((value) => ({
            value,
            label: t(`requester.${value}`),
          }))}
        />
      </div>
      {problem !== null && <Failure error={problem} />}
      {before.isError && !identity && (
        <Failure error={before.error} onRetry={() => void before.refetch()} />
      )}
      {rule?.named && atOnce && !settled && (requester !== 'company-contact' || known) && (
        <RequesterName kept={request?.requesterName ?? ''} ensure={ensure} onChanged={onChanged} />
      )}
      {asksReason && (
        <TextInput
          half={false}
          label={t('request.otherBranchReason')}
          wide
          value={otherBranchReason}
          onChange={(reason) => change({ otherBranchReason: reason })}
          error={tried ? reasonWrong : undefined}
        />
      )}
      {!atOnce && (
        <Button id={anewId} kind="primary" shortcut={keyOf('anew')} onPress={start}>
          {t('request.start')}
        </Button>
      )}
      {request?.couldAnswer && !settled && (
        <Banner tone="warn" title={t('request.couldAnswer')}>
          {t('request.couldAnswer.why')}
        </Banner>
      )}
      {request?.phoneChangedRecently && !settled && (
        <Banner tone="warn" title={t('request.phoneChanged')} />
      )}
      {request && request.acts.length > 0 && (
        <Outcome
          request={request}
          seen={atFirst.id === request.id ? atFirst.acts : 0}
          onChanged={onChanged}
        />
      )}
      {atOnce && !request?.identity.met && (
        <>
          {!request && <p className={style.soft}>{t('request.startHere')}</p>}
          {rule?.ways.length === 0 && <Banner tone="warn" title={t('request.agent')} />}
          {request?.identity.failed ? (
            <IdentityFailed
              requestChannel={requestChannel}
              channel={page.channel}
              onEnd={() => setDialog('close')}
            />
          ) : (
            <MismatchNext rows={identity?.items ?? []} />
          )}
          {rule && identity && (
            <IdentityNeeds
              rule={rule}
              requestChannel={requestChannel}
              channel={page.channel}
              minimum={identity.minimum}
            />
          )}
          {identity?.items.some(({ item }) => item === 'name') && (
            <p className={style.soft} role="status">
              {t('request.identity.progress', {
                have: identity.items.filter((row) => row.result === 'match').length,
                need: identity.minimum,
              })}
            </p>
          )}
          {rule && rule.ways.length > 0 && (
            <IdentityForm
              // Another channel has other items.
              key={`${requestChannel} ${requester}`}
              rows={identity?.items ?? []}
              kinds={papersOf(rule)}
              papers={request?.identity.papers ?? []}
              channel={page.channel}
              ensure={ensure}
              onStart={() => {
                if (!request) begin()
              }}
              onDone={onChanged}
            />
          )}
        </>
      )}
      {request?.identity.met && (
        <p className={style.met} role="status">
          ● {t(nobodyCalls ? 'request.identity.notNeeded' : 'request.identity.met')}
        </p>
      )}
      {request?.state === 'open' && request.opens.includes('questions') && (
        <QuestionsForm requestId={request.id} />
      )}
      {/* After an act the panel shows its proof; choosing grants brings the acts back. */}
      {request?.identity.met &&
        (request.state === 'open' || (request.state === 'done' && chosen.length > 0)) && (
          <ActsForm page={page} request={request} chosen={chosen} onDone={done} />
        )}
      {(atOnce || request) && (
        <div className={style.last}>
          {!settled && (
            <Button
              kind="danger"
              small
              // The focus is in a field when the call begins: the key that acts from there.
              shortcut={keyText(shortcuts.emergency.keys[1])}
              onPress={() => setDialog('emergency')}
            >
              {t('actKind.emergency')}
            </Button>
          )}
          {settled && (
            <Button id={anewId} small shortcut={keyOf('anew')} onPress={begin}>
              {t('request.startAnew')}
            </Button>
          )}
          {request?.mayClose && (
            <Button small shortcut={keyOf('endRequest')} onPress={() => setDialog('close')}>
              {t('request.break')}
            </Button>
          )}
        </div>
      )}
      {dialog === 'emergency' && (
        <EmergencyDialog
          customer={page}
          live={page.counts.active}
          ensure={ensure}
          onClose={forgetTyped}
          onDone={done}
        />
      )}
      {dialog === 'close' && request && (
        <CloseDialog request={request} onClose={forgetTyped} onDone={done} />
      )}
    </section>
  )
}
