import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { GrantSummary } from '#shared/contract/grants'
import type { DeskRequest } from '#shared/contract/requests'
import { type EndReason, staffEndReasons } from '#shared/grant'
import { Button, Choices, DangerButton, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, ProofAgain, useAct, useWords } from '#words'
import style from './request.module.css'

const dayMs = 86_400_000
type Reason = (typeof staffEndReasons)[number]

/** Feature 16, for 「まだ決められない」: tokens stop, the grant lives until a day, then resumes or ends. */
export function HoldDialog({
  request,
  targets,
  onClose,
  onDone,
}: {
  request: DeskRequest
  targets: GrantSummary[]
  onClose: () => void
  onDone: (request: DeskRequest) => void
}) {
  const { t } = useWords()
  const [days, setDays] = useState('7')
  const [afterwards, setAfterwards] = useState<'resume' | 'end'>('resume')
  const [reason, setReason] = useState<Reason | null>(null)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const { act, busy, error, proof } = useAct(desk.requests.act, onDone)
  const n = Number(days.normalize('NFKC'))
  const noteMissing = reason === 'other' && note.trim() === ''
  const wrong = !Number.isInteger(n) || n < 1 || n > 90
  const never = (event: FormEvent): void => event.preventDefault()
  return (
    <Dialog title={t('request.hold.title')} open onClose={onClose} role="alertdialog">
      <form onSubmit={never} className={style.form}>
        <p>{t('request.hold.effects')}</p>
        <ul className={style.targets}>
          {targets.map((grant) => (
            <li key={grant.id}>
              {grant.providerName}
              <span>{grant.accounts.join('、')}</span>
            </li>
          ))}
        </ul>
        {error && <Failure error={error} />}
        <TextInput
          label={t('request.hold.days')}
          inputMode="numeric"
          value={days}
          onChange={setDays}
          error={tried && wrong ? t('request.hold.days.error') : undefined}
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
        <Choices<EndReason>
          label={t('revoke.reason')}
          single
          values={reason ? [reason] : []}
          onChange={([value]) => setReason((value as Reason | undefined) ?? null)}
          error={tried && reason === null ? t('revoke.missing') : undefined}
          options={staffEndReasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
        />
        <TextInput
          label={t('revoke.note')}
          wide
          value={note}
          onChange={setNote}
          error={tried && noteMissing ? t('revoke.note.missing') : undefined}
        />
        <ProofAgain proof={proof} />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          <DangerButton
            label={t('request.hold.button')}
            busy={busy}
            disabled={targets.length === 0}
            onAct={() => {
              setTried(true)
              if (wrong || !reason || noteMissing) return
              act({
                requestId: request.id,
                kind: 'hold',
                scope: { kind: 'grants', grantIds: targets.map((grant) => grant.id) },
                reason,
                note,
                until: Date.now() + n * dayMs,
                afterwards,
              })
            }}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
