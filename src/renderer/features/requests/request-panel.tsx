import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { desk, deskQuery } from '#desk'
import type { IdentityRow } from '#shared/contract/requests'
import type { Requester } from '#shared/grant'
import { type IdentityItem, mustBeNamed, requestersBy, StaffRequestChannel } from '#shared/request'
import { Banner, Button, SelectInput, TextInput } from '#ui'
import { Failure, timeText, useWords } from '#words'
import { ActsForm } from './acts-form.tsx'
import { CloseDialog } from './close-dialog.tsx'
import { EmergencyDialog } from './emergency-dialog.tsx'
import { IdentityForm } from './identity-form.tsx'
import { Outcome } from './outcome.tsx'
import type { PanelProps } from './panel-props.ts'
import style from './request.module.css'
import { RequesterName } from './requester-name.tsx'

/** The call, from who asks to the proof, beside the customer's page. */
export function RequestPanel(props: PanelProps) {
  const { customer, why, request, onChanged } = props
  const { t } = useWords()
  const [channel, setChannel] = useState<StaffRequestChannel>(request?.requestChannel ?? 'phone')
  const own = customer.channel === 'business' ? 'company-contact' : 'self'
  const [requester, setRequester] = useState<Requester>(request?.requester ?? own)
  const [foreign, setForeign] = useState('')
  // The request may come to be, or change, while the name is being typed: what is typed stands.
  const [typedName, setTypedName] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'emergency' | 'close' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const settings = useQuery(deskQuery.settings.find.queryOptions({ staleTime: 60_000 }))
  const begun = useRef<Promise<number> | null>(null)

  /** Once, however often it is asked for: the first keystroke and the first button may come together. */
  const ensure = (): Promise<number> => {
    if (request) return Promise.resolve(request.id)
    begun.current ??= desk.requests
      .open({
        customerId: customer.id,
        requestChannel: channel,
        requester,
        otherBranchReason: foreign,
      })
      .then(({ id }) => {
        setProblem(null)
        onChanged()
        return id
      })
    begun.current.catch(() => {
      begun.current = null
    })
    return begun.current
  }
  const start = (): void => {
    if (!request && begun.current === null) ensure().catch(setProblem)
  }
  useEffect(() => {
    if (request === null) begun.current = null
  }, [request])

  /** The same customer calls again: another notice, another identity check; one, however often it is pressed. */
  const renewing = useRef(false)
  const anew = (): void => {
    if (renewing.current) return
    renewing.current = true
    const input = {
      customerId: customer.id,
      requestChannel: channel,
      requester,
      otherBranchReason: foreign,
    }
    desk.requests
      .open(input)
      .then(() => {
        setTypedName(null)
        onChanged()
      }, setProblem)
      .finally(() => {
        renewing.current = false
      })
  }

  // N: on to the first thing to ask, or to a request that begins now (U22). Never while something is being typed.
  const panel = useRef<HTMLElement>(null)
  const begin = useRef<() => void>(() => {})
  begin.current = () => {
    const first = panel.current?.querySelector<HTMLInputElement>('form input:not([disabled])')
    if (first) first.focus()
    else if (!request) start()
    else if (request.state !== 'open') anew()
  }
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement &&
        /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)
      if (event.isComposing || typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (
        event.key.toLowerCase() !== 'n' ||
        document.querySelector('[role="dialog"], [role="alertdialog"]')
      )
        return
      event.preventDefault()
      begin.current()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  const change = async (
    nextChannel: StaffRequestChannel,
    nextRequester: Requester,
  ): Promise<void> => {
    setChannel(nextChannel)
    setRequester(nextRequester)
    if (!request) return
    const { id, callbackPhone, note, answer, complaint } = request
    const requesterName = typedName ?? request.requesterName
    try {
      await desk.requests.describe({
        id,
        requestChannel: nextChannel,
        requester: nextRequester,
        requesterName,
        callbackPhone,
        note,
        answer,
        complaint,
      })
      setProblem(null)
    } catch (error) {
      setProblem(error)
    }
    onChanged()
  }
  const done = (): void => {
    setDialog(null)
    onChanged()
  }
  const nobodyCalls = channel === 'institution' || channel === 'provider-notice'
  // A clerk who opens a customer does so because somebody calls: the fields are there at once.
  const atOnce = request !== null || (why === 'no-request' && !nobodyCalls)
  const rows = request?.identity.items ?? rowsBefore(settings.data?.desk.identityItems, channel)
  const settled = request !== null && request.state !== 'open'
  const requesters: readonly Requester[] = requestersBy[channel]
  return (
    <section ref={panel} className={style.panel} aria-label={t('request.title')}>
      <header className={style.panelHead}>
        <h2>{request ? request.number : t('request.title')}</h2>
        {request && <p>{t('request.openedAt', { time: timeText(request.openedAt, true) })}</p>}
      </header>
      <p className={style.never}>{t('request.never')}</p>
      <div className={style.pair}>
        <SelectInput
          label={t('word.requestChannel')}
          placeholder={t('revoke.choose')}
          value={channel}
          isDisabled={settled}
          onChange={(next) => {
            const allowed: readonly Requester[] = requestersBy[next]
            void change(next, allowed.includes(requester) ? requester : (allowed[0] ?? 'self'))
          }}
          options={StaffRequestChannel.options.map((value) => ({
            value,
            label: t(`requestChannel.${value}`),
          }))}
        />
        <SelectInput
          label={t('request.requester')}
          placeholder={t('revoke.choose')}
          value={requester}
          isDisabled={settled}
          onChange={(next) => void change(channel, next)}
          options={requesters.map((value) => ({ value, label: t(`requester.${value}`) }))}
        />
      </div>
      {problem !== null && <Failure error={problem} />}
      {mustBeNamed(requester) && atOnce && !settled && (
        <RequesterName
          request={request}
          name={typedName ?? request?.requesterName ?? ''}
          onName={setTypedName}
          ensure={ensure}
          onChanged={onChanged}
        />
      )}
      {!request && why === 'other-branch' && (
        <TextInput
          label={t('request.otherBranchReason')}
          wide
          value={foreign}
          onChange={setForeign}
        />
      )}
      {!atOnce && (
        <Button
          kind="primary"
          isDisabled={why === 'other-branch' && foreign.trim() === ''}
          onPress={start}
        >
          {t('request.start')}
        </Button>
      )}
      {request?.phoneChangedRecently && !settled && (
        <Banner tone="warn" title={t('request.phoneChanged')} />
      )}
      {request && request.acts.length > 0 && <Outcome request={request} onChanged={onChanged} />}
      {atOnce && !request?.identity.met && (
        <>
          {!request && <p className={style.soft}>{t('request.startHere')}</p>}
          {request && !request.reachable.includes('revoke') && (
            <Banner tone="warn" title={t('request.agent')} />
          )}
          <p className={style.soft} role="status">
            {t('request.identity.progress', {
              have: rows.filter((row) => row.result === 'match').length,
              need: settings.data?.desk.identityMinimum ?? 3,
            })}
          </p>
          <IdentityForm
            // Another way of asking is another set of questions.
            key={channel}
            rows={rows}
            channel={customer.channel}
            ensure={ensure}
            onStart={start}
            onDone={done}
          />
        </>
      )}
      {request?.identity.met && (
        <p className={style.met} role="status">
          ● {t(nobodyCalls ? 'request.identity.notNeeded' : 'request.identity.met')}
        </p>
      )}
      {request?.identity.met && <ActsForm {...props} request={request} onDone={done} />}
      {(atOnce || request) && (
        <div className={style.last}>
          {(request === null || request.state === 'open') && (
            <Button kind="danger" small onPress={() => setDialog('emergency')}>
              {t('actKind.emergency')}
            </Button>
          )}
          {request && request.state !== 'open' && (
            <Button small onPress={anew}>
              {t('request.startAnew')}
            </Button>
          )}
          {request?.mayClose && (
            <Button small onPress={() => setDialog('close')}>
              {t('request.break')}
            </Button>
          )}
        </div>
      )}
      {dialog === 'emergency' && (
        <EmergencyDialog
          live={customer.counts.live}
          ensure={ensure}
          onClose={() => setDialog(null)}
          onDone={done}
        />
      )}
      {dialog === 'close' && request && (
        <CloseDialog requestId={request.id} onClose={() => setDialog(null)} onDone={done} />
      )}
    </section>
  )
}

/** The questions as the house set them, before a request is there to say so. */
function rowsBefore(
  items: Partial<Record<IdentityItem, 'off' | 'optional' | 'mandatory' | undefined>> | undefined,
  channel: StaffRequestChannel,
): IdentityRow[] {
  const row = (item: IdentityItem, use: 'optional' | 'mandatory'): IdentityRow => ({
    item,
    use,
    result: null,
    triesLeft: 1,
    registered: null,
  })
  const papers = channel === 'branch' || channel === 'letter'
  const spoken = Object.entries(items ?? {}).flatMap(([item, use]) =>
    use === undefined || use === 'off'
      ? []
      : [row(item as IdentityItem, papers ? 'optional' : use)],
  )
  return papers ? [row('document', 'mandatory'), ...spoken] : spoken
}
