import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { TextVersion } from '#shared/contract/texts'
import { Button, DangerButton, Dialog, DialogButtons } from '#ui'
import { Failure, useAct, useWords } from '#words'
import style from './consent.module.css'

/** Throws a draft of texts away: what the person looked at, and nothing that another has saved since. */
export function DiscardText({
  version: { kind, number, updatedAt },
  onDone,
}: {
  version: TextVersion
  onDone: () => void
}) {
  const { t } = useWords()
  const [seenAt, setSeenAt] = useState<number | null>(null)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const readAgain = () => queries.invalidateQueries({ queryKey: deskQuery.texts.key() })
  const { act, busy, error } = useAct(
    (of: { seenAt: number }) =>
      desk.texts.discard({ kind, number, ...of }).catch((refused: unknown) => {
        void readAgain()
        throw refused
      }),
    () => {
      onDone()
      void navigate(`/consent/texts?kind=${kind}`, { replace: true })
      void readAgain()
    },
  )
  const close = (): void => setSeenAt(null)
  return (
    <>
      <Button onPress={() => setSeenAt(updatedAt)}>{t('texts.discard')}</Button>
      {seenAt !== null && (
        <Dialog
          title={t('texts.discard.title', { number })}
          open
          onClose={close}
          role="alertdialog"
        >
          <form className={style.form} onSubmit={(event: FormEvent) => event.preventDefault()}>
            {error && <Failure error={error} />}
            <p>{t('texts.discard.effect')}</p>
            <DialogButtons>
              <Button autoFocus onPress={close}>
                {t('app.cancel')}
              </Button>
              <DangerButton
                label={t('texts.discard')}
                busy={busy}
                disabled={false}
                onAct={() => act({ seenAt })}
              />
            </DialogButtons>
          </form>
        </Dialog>
      )}
    </>
  )
}
