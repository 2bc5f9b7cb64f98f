import { type FormEvent, useState } from 'react'
import type { ProviderDetail } from '#shared/contract/providers'
import { StatusReason } from '#shared/provider'
import { Banner, Button, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, inputError, useWords } from '#words'
import style from './provider.module.css'

/** 停止 and 終了: shows the impact in numbers and asks for the reason. */
export function StopDialog({
  to,
  provider,
  busy,
  error,
  onClose,
  onStop,
}: {
  to: 'suspended' | 'ended'
  provider: ProviderDetail
  busy: boolean
  error: unknown
  onClose: () => void
  onStop: (reason: string) => void
}) {
  const { t } = useWords()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const wrong =
    reason.trim() === ''
      ? t('provider.suspend.reason.missing')
      : inputError(t, StatusReason, reason)
  const act = (): void => {
    setTried(true)
    if (wrong === undefined) onStop(reason)
  }
  return (
    <Dialog title={t(`provider.${to}.title`)} open onClose={onClose} role="alertdialog">
      <form className={style.form} onSubmit={(event: FormEvent) => event.preventDefault()}>
        <p>
          <strong>{provider.name}</strong>
        </p>
        <p>{t(`provider.${to}.effect`)}</p>
        <p>
          {t('provider.suspend.impact', {
            grants: provider.liveGrants,
            customers: provider.customers,
          })}
        </p>
        {to === 'ended' && <Banner tone="warn" title={t('provider.ended.two')} />}
        {error !== null && error !== undefined && <Failure error={error} />}
        <TextInput
          label={t(`provider.${to}.reason`)}
          rows={2}
          wide
          value={reason}
          onChange={setReason}
          error={tried ? wrong : undefined}
        />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t(to === 'ended' ? 'provider.ended.ask' : 'provider.to.suspended')}
            busy={busy}
            disabled={false}
            onAct={act}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
