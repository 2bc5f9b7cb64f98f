import { type FormEvent, useState } from 'react'
import { desk, engineNow } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import type { CaseFacts } from '#shared/provider-case'
import { Button, Dialog, DialogButtons } from '#ui'
import { Failure, useAct, useDraft, useWords } from '#words'
import { CaseFields } from './case-fields.tsx'
import { caseDraftOf, readCase } from './case-form.ts'
import style from './cases.module.css'

/** Corrects what is known of a case; what it said before stays in the audit. */
export function EditDialog({
  found,
  onClose,
  onDone,
  onRefused,
}: {
  found: ProviderCaseView
  onClose: () => void
  onDone: () => void
  /** Somebody saved it meanwhile: it is read again, and what was typed stays. */
  onRefused: () => void
}) {
  const { t } = useWords()
  const [first] = useState(() => caseDraftOf(found as CaseFacts))
  const [draft, setDraft] = useDraft('dialog.facts', first)
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(
    (form: CaseFacts) =>
      desk.cases.save({ id: found.id, version: found.version, form }).catch((refused: unknown) => {
        onRefused()
        throw refused
      }),
    onDone,
  )
  const read = readCase(found.kind, draft, t, engineNow())
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if ('form' in read) act(read.form)
  }
  return (
    <Dialog title={t('case.edit')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form} noValidate>
        {error && <Failure error={error} />}
        <CaseFields
          kind={found.kind}
          providerId={found.providerId}
          draft={draft}
          errors={tried && 'errors' in read ? read.errors : {}}
          onChange={setDraft}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy}>
            {t('case.save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
