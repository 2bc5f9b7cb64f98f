import { type FormEvent, useState } from 'react'
import type { ProviderDetail } from '#shared/contract/providers'
import { Day } from '#shared/parse-date'
import {
  isStopped,
  type ProviderStatus,
  type StatusCause,
  StatusReason,
  type Stop,
  stops,
} from '#shared/provider-status'
import { Banner, Button, Choices, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, Impact, inputError, useWords } from '#words'
import style from './provider.module.css'
import { StatusEffects } from './status-effects.tsx'

export interface StopForm {
  cause: StatusCause
  reason: string
  until: string | null
}

/** What leads to a status, as its button says: from 停止 to 新規停止 the links that live are resumed. */
export const toLabel = (from: ProviderStatus, to: ProviderStatus) =>
  from === 'suspended' && to === 'restricted'
    ? ('provider.resume.restricted' as const)
    : (`provider.to.${to}` as const)

/** 新規停止, 停止 and 終了: shows whom and what it reaches, and asks for the reason. */
export function StopDialog({
  to,
  provider,
  busy,
  error,
  onClose,
  onStop,
}: {
  to: Stop
  provider: ProviderDetail
  busy: boolean
  error: unknown
  onClose: () => void
  onStop: (form: StopForm) => void
}) {
  const { t } = useWords()
  const [cause, setCause] = useState<StatusCause | null>(null)
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const [tried, setTried] = useState(false)
  const reasonWrong =
    cause === 'other' && reason.trim() === ''
      ? t('provider.stop.note.missing')
      : inputError(t, StatusReason, reason)
  const untilWrong = until.trim() === '' ? undefined : inputError(t, Day, until)
  const act = (): void => {
    setTried(true)
    if (cause === null || reasonWrong !== undefined || untilWrong !== undefined) return
    onStop({ cause, reason, until: until.trim() === '' ? null : Day.parse(until) })
  }
  const label = toLabel(provider.status, to)
  const causes: readonly StatusCause[] = stops[to]
  return (
    <Dialog title={t(`provider.${to}.title`)} open onClose={onClose} role="alertdialog">
      <form className={style.form} onSubmit={(event: FormEvent) => event.preventDefault()}>
        <p>
          <strong>{provider.name}</strong>
        </p>
        <p>{t(`provider.${to}.effect`)}</p>
        <StatusEffects status={to} halted={false} />
        <Impact provider={provider} />
        {to === 'ended' && <Banner tone="warn" title={t('provider.ended.two')} />}
        {label === 'provider.resume.restricted' && (
          <Banner tone="warn" title={t('provider.resume.two')} />
        )}
        {error !== null && error !== undefined && <Failure error={error} />}
        <Choices<StatusCause>
          label={t('provider.stop.cause')}
          single
          values={cause === null ? [] : [cause]}
          onChange={([value]) => setCause(value ?? null)}
          error={tried && cause === null ? t('provider.stop.cause.missing') : undefined}
          options={causes.map((value) => ({ value, label: t(`statusCause.${value}`) }))}
        />
        <TextInput
          half={false}
          label={t('provider.stop.note')}
          hint={t('provider.stop.note.hint')}
          rows={2}
          wide
          value={reason}
          onChange={setReason}
          error={tried ? reasonWrong : undefined}
        />
        {isStopped(to) && (
          <TextInput
            half
            label={t('provider.stop.until')}
            hint={t('provider.stop.until.hint')}
            value={until}
            onChange={setUntil}
            error={tried ? untilWrong : undefined}
          />
        )}
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t(to === 'ended' ? 'provider.ended.ask' : label)}
            busy={busy}
            disabled={false}
            onAct={act}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
