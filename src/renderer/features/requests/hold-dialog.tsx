import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { StaffRequest } from '#shared/contract/requests'
import { type ActScope, HoldDays } from '#shared/request'
import { Button, Choices, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import {
  CustomerLine,
  EndReasonFields,
  Failure,
  inputError,
  Loaded,
  ProofAgain,
  useAct,
  useDraft,
  useEndReason,
  useWords,
} from '#words'
import style from './request.module.css'
import { Targets } from './targets.tsx'
import { useReach } from './use-reach.ts'

/** A hold, for 「まだ決められない」: tokens are refused until a day, then the grant resumes or ends (R101). */
export function HoldDialog({
  request,
  scope,
  onClose,
  onDone,
}: {
  request: StaffRequest
  scope: ActScope
  onClose: () => void
  onDone: (request: StaffRequest) => void
}) {
  const { t } = useWords()
  const [days, setDays] = useDraft('dialog.days', '7')
  const [afterwards, setAfterwards] = useDraft<'resume' | 'end'>('dialog.then', 'resume')
  const why = useEndReason()
  const reach = useReach(request.id, 'hold', scope, afterwards)
  const [tried, setTried] = useState(false)
  const { act, busy, error, proof } = useAct(desk.requests.act, onDone)
  const plain = days.normalize('NFKC').trim()
  const n = /^\d+$/.test(plain) ? Number(plain) : plain
  const wrong = inputError(t, HoldDays, n)
  const never = (event: FormEvent): void => event.preventDefault()
  return (
    <Dialog title={t('request.hold.title')} open onClose={onClose} role="alertdialog">
      <form onSubmit={never} className={style.form}>
        <CustomerLine customer={request.customer} />
        <p>{t('request.hold.effects')}</p>
        <Loaded query={reach} lines={2}>
          {({ targets }) => <Targets targets={targets} />}
        </Loaded>
        {error && <Failure error={error} />}
        <TextInput
          half
          label={t('request.hold.days')}
          inputMode="numeric"
          value={days}
          onChange={setDays}
          error={tried ? wrong : undefined}
        />
        <Choices<'resume' | 'end'>
          label={t('request.hold.then')}
          single
          values={[afterwards]}
          onChange={([value]) => value && setAfterwards(value)}
          options={(['resume', 'end'] as const).map((value) => ({
            value,
            label: t(`request.hold.then.${value}`),
          }))}
        />
        <EndReasonFields state={why} />
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t(
              reach.data?.approval === 'before' ? 'request.toApproval' : 'request.hold.button',
            )}
            busy={busy}
            disabled={!reach.data?.targets.some(({ outcome }) => outcome === 'held')}
            onAct={() => {
              setTried(true)
              const given = why.given()
              if (wrong !== undefined || !given) return
              act({
                requestId: request.id,
                kind: 'hold',
                scope,
                ...given,
                days: Number(n),
                afterwards,
              })
            }}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
