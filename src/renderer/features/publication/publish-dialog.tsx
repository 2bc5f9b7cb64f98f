import { useState } from 'react'
import { desk, engineNow } from '#desk'
import { Button, Choices, Dialog, DialogButtons } from '#ui'
import { dateText, Failure, useAct, useWords } from '#words'

/** Asks once more: what is published stands before the world. */
export function PublishDialog({
  seen,
  served,
  onClose,
  onDone,
}: {
  seen: string
  served: boolean
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useWords()
  const [serve, setServe] = useState(served)
  const { act, busy, error } = useAct(desk.publication.publish, onDone)
  return (
    <Dialog title={t('publication.do')} open onClose={onClose}>
      <p>{t('publication.confirm', { day: dateText(engineNow()) })}</p>
      <Choices
        single
        label={t('publication.serve')}
        values={[serve ? 'yes' : 'no']}
        options={(['no', 'yes'] as const).map((value) => ({
          value,
          label: t(`publication.serve.${value}`),
        }))}
        onChange={([value]) => setServe(value === 'yes')}
      />
      <p>{t('publication.serve.hint')}</p>
      {error && <Failure error={error} />}
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('app.cancel')}
        </Button>
        <Button kind="primary" isPending={busy} onPress={() => act({ seen, serve })}>
          {t('publication.do')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
