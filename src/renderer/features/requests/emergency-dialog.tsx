import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { DeskRequest } from '#shared/contract/requests'
import type { EndReason } from '#shared/grant'
import { emergencyReasons } from '#shared/request'
import { Button, Choices, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, ProofAgain, useAct, useWords } from '#words'
import style from './request.module.css'

type Reason = (typeof emergencyReasons)[number]

/** R53: a reason and one button; the request is opened with it where none is yet, so that nothing stands in the way. */
export function EmergencyDialog({
  live,
  ensure,
  onClose,
  onDone,
}: {
  live: number
  ensure: () => Promise<number>
  onClose: () => void
  onDone: (request: DeskRequest) => void
}) {
  const { t } = useWords()
  const [reason, setReason] = useState<Reason | null>(null)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, error, proof } = useAct(
    async (form: { reason: Reason; note: string }) =>
      desk.requests.act({
        ...form,
        requestId: await ensure(),
        kind: 'emergency',
        scope: { kind: 'customer' },
      }),
    onDone,
  )
  const never = (event: FormEvent): void => event.preventDefault()
  return (
    <Dialog title={t('request.emergency.title')} open onClose={onClose} role="alertdialog">
      <form onSubmit={never} className={style.form}>
        <p>{t('request.emergency.effects', { live })}</p>
        {error && <Failure error={error} />}
        <Choices<EndReason>
          label={t('revoke.reason')}
          single
          values={reason ? [reason] : []}
          onChange={([value]) => setReason((value as Reason | undefined) ?? null)}
          error={tried && reason === null ? t('revoke.missing') : undefined}
          options={emergencyReasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
        />
        <TextInput label={t('revoke.note')} wide value={note} onChange={setNote} />
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t('request.emergency.button')}
            busy={busy}
            disabled={false}
            onAct={() => {
              setTried(true)
              if (reason) act({ reason, note })
            }}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
