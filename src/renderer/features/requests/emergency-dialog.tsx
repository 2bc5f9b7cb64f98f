import type { FormEvent } from 'react'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import type { staffEndReasons } from '#shared/grant'
import { emergencyReasons } from '#shared/request'
import { Button, DangerButton, Dialog, DialogButtons } from '#ui'
import {
  CustomerLine,
  EndReasonFields,
  Failure,
  ProofAgain,
  useAct,
  useEndReason,
  useWords,
} from '#words'
import style from './request.module.css'

type Reason = (typeof staffEndReasons)[number]

/** 緊急停止 with a reason and one button; it opens the request if there is none yet (R53). */
export function EmergencyDialog({
  customer,
  live,
  ensure,
  onClose,
  onDone,
}: {
  customer: NonNullable<StaffRequest['customer']>
  live: number
  ensure: () => Promise<number>
  onClose: () => void
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const why = useEndReason()
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
    <Dialog title={t('actKind.emergency')} open onClose={onClose} role="alertdialog">
      <form onSubmit={never} className={style.form}>
        <CustomerLine customer={customer} />
        <p>{t('request.emergency.effects', { live })}</p>
        {error && <Failure error={error} />}
        <EndReasonFields state={why} reasons={emergencyReasons} />
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t('request.hold.button')}
            busy={busy}
            disabled={false}
            onAct={() => {
              const given = why.given()
              if (given) act(given)
            }}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
