import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import { Button, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, useAct, useDraft, useWords } from '#words'
import style from './cases.module.css'

/** The close of a case, for good, or an ending that is called off. */
export function CloseDialog({
  found: { id, version },
  as,
  onClose,
  onDone,
}: {
  found: ProviderCaseView
  as: 'done' | 'called-off'
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useWords()
  const off = as === 'called-off'
  const [note, setNote] = useDraft(`dialog.${as}`, '')
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(desk.cases.close, onDone)
  const wrong = off && note.trim() === '' ? t('case.close.note.missing') : undefined
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (wrong === undefined) act({ id, version, as, note })
  }
  return (
    <Dialog title={t(off ? 'case.close.off.title' : 'case.close.title')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form} noValidate>
        <p>{t(off ? 'case.close.off.lead' : 'case.close.lead')}</p>
        {error && <Failure error={error} />}
        <TextInput
          half={false}
          label={t('case.close.note')}
          rows={2}
          wide
          value={note}
          onChange={setNote}
          error={tried ? wrong : undefined}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy}>
            {t(off ? 'case.close.off' : 'case.close')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
