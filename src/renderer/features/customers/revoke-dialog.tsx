import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { deskQuery, failureOf } from '#desk'
import type { GrantSummary, Proof, RevokeForm } from '#shared/contract/grants'
import { staffEndReasons, staffRequestChannels, staffRequesters } from '#shared/grant'
import { Button, DangerButton, Dialog, DialogButtons, SelectInput, TextInput } from '#ui'
import { dateText, Failure, useWords } from '#words'
import style from './customer-page.module.css'

/** U8: what stops and what does not, who asked and why; focus on キャンセル, Enter never revokes, an error stays here. */
export function RevokeDialog({
  targets,
  onClose,
  onDone,
  onStale,
}: {
  targets: GrantSummary[]
  onClose: () => void
  onDone: (proofs: Proof[]) => void
  onStale: () => void
}) {
  const { t } = useWords()
  const [requester, setRequester] = useState<RevokeForm['requester'] | null>(null)
  const [channel, setChannel] = useState<RevokeForm['requestChannel'] | null>(null)
  const [reason, setReason] = useState<RevokeForm['reason'] | null>(null)
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const revoke = useMutation(
    deskQuery.grants.revoke.mutationOptions({
      onSuccess: onDone,
      onError: (error) => {
        if (failureOf(error).code === 'grant.already-ended') onStale()
      },
    }),
  )
  const noteMissing = reason === 'other' && note.trim() === ''
  const missing = (value: unknown): string | undefined =>
    tried && value === null ? t('revoke.missing') : undefined
  const act = (): void => {
    setTried(true)
    if (
      !requester ||
      !channel ||
      !reason ||
      noteMissing ||
      revoke.isPending ||
      targets.length === 0
    )
      return
    revoke.mutate({
      grantIds: targets.map((grant) => grant.id),
      requester,
      requestChannel: channel,
      reason,
      note,
    })
  }
  // A form so that assistive technology groups the fields; its submission does nothing.
  const never = (event: FormEvent): void => event.preventDefault()
  return (
    <Dialog title={t('revoke.title')} open onClose={onClose} role="alertdialog">
      <form onSubmit={never} className={style.form}>
        <div>
          <h3>{t('revoke.targets')}</h3>
          <ul className={style.targets}>
            {targets.map((grant) => (
              <li key={grant.id}>
                {grant.providerName}
                <span>
                  {grant.accounts.join('、')}　{t('grant.grantedAt')} {dateText(grant.grantedAt)}
                </span>
              </li>
            ))}
          </ul>
        </div>
        <div>
          <h3>{t('revoke.effects')}</h3>
          <ul className={style.effects}>
            <li>{t('revoke.effect.now')}</li>
            <li>{t('revoke.effect.final')}</li>
            <li>{t('revoke.effect.data')}</li>
          </ul>
        </div>
        {revoke.isError && <Failure error={revoke.error} />}
        <div className={style.fields}>
          <SelectInput
            label={t('revoke.requester')}
            placeholder={t('revoke.choose')}
            value={requester}
            onChange={setRequester}
            error={missing(requester)}
            options={staffRequesters.map((value) => ({ value, label: t(`requester.${value}`) }))}
          />
          <SelectInput
            label={t('revoke.channel')}
            placeholder={t('revoke.choose')}
            value={channel}
            onChange={setChannel}
            error={missing(channel)}
            options={staffRequestChannels.map((value) => ({
              value,
              label: t(`requestChannel.${value}`),
            }))}
          />
          <SelectInput
            label={t('revoke.reason')}
            placeholder={t('revoke.choose')}
            value={reason}
            onChange={setReason}
            error={missing(reason)}
            options={staffEndReasons.map((value) => ({ value, label: t(`reason.${value}`) }))}
          />
        </div>
        <TextInput
          label={t('revoke.note')}
          hint={t('revoke.note.hint')}
          rows={2}
          wide
          value={note}
          onChange={setNote}
          error={tried && noteMissing ? t('revoke.note.missing') : undefined}
        />
        <DialogButtons>
          <Button autoFocus onPress={onClose}>
            {t('app.cancel')}
          </Button>
          {/* Enter never revokes (U8): a native button, so that its Enter can be stopped and its Space kept. */}
          <DangerButton
            label={t('revoke.button')}
            busy={revoke.isPending}
            disabled={targets.length === 0}
            onAct={act}
          />
        </DialogButtons>
      </form>
    </Dialog>
  )
}
