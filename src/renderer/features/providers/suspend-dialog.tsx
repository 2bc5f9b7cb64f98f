import { type FormEvent, useState } from 'react'
import type { ProviderDetail } from '#shared/contract/providers'
import { StatusReason } from '#shared/provider'
import { Button, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, inputError, useWords } from '#words'
import style from './provider.module.css'

/** Shows the impact in numbers and asks for the reason. */
export function SuspendDialog({
  provider,
  busy,
  error,
  onClose,
  onSuspend,
}: {
  provider: ProviderDetail
  busy: boolean
  error: unknown
  onClose: () => void
  onSuspend: (reason: string) => void
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
    if (wrong === undefined) onSuspend(reason)
  }
  return (
    <Dialog title={t('provider.suspend.title')} open onClose={onClose} role="alertdialog">
      <form className={style.form} onSubmit={(event: FormEvent) => event.preventDefault()}>
        <p>
          <strong>{provider.name}</strong>
        </p>
        <p>{t('provider.suspend.effect')}</p>
        <p>
          {t('provider.suspend.impact', {
            grants: provider.liveGrants,
            customers: provider.customers,
          })}
        </p>
        {error !== null && error !== undefined && <Failure error={error} />}
        <TextInput
          label={t('provider.suspend.reason')}
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
            label={t('provider.to.suspended')}
            busy={busy}
            disabled={false}
            onAct={act}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
