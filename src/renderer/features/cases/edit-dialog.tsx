import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { desk, deskQuery, engineNow, failureOf } from '#desk'
import type { ProviderCaseView } from '#shared/contract/cases'
import type { MessageKey } from '#shared/messages/catalogue'
import type { CaseFacts } from '#shared/provider-case'
import { mergeForms } from '#shared/three-way'
import { Button, Dialog, DialogButtons } from '#ui'
import { Failure, OthersChanges, useAct, useDraft, useWords } from '#words'
import { CaseFields } from './case-fields.tsx'
import { type CaseDraft, caseDraftOf, readCase } from './case-form.ts'
import style from './cases.module.css'

const labels: Record<keyof CaseDraft, MessageKey> = {
  cause: 'provider.stop.cause',
  announcedOn: 'case.announcedOn',
  endsOn: 'case.endsOn',
  successorId: 'case.successor',
  letterWords: 'case.letterWords',
  category: 'case.category',
  discoveredAt: 'case.discoveredAt',
  from: 'case.from',
  until: 'case.until',
  summary: 'case.summary',
  deskWords: 'case.deskWords',
  conditions: 'case.conditions',
  reportBy: 'case.reportBy',
}

const same = (one: CaseDraft, other: CaseDraft): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** A field of the form as people read it. */
function useFieldWords() {
  const { t } = useWords()
  const all = useQuery(deskQuery.providers.list.queryOptions())
  return (draft: CaseDraft, field: keyof CaseDraft): string => {
    const { cause, category, successorId } = draft
    if (field === 'cause') return cause === null ? '—' : t(`statusCause.${cause}`)
    if (field === 'category') return category === null ? '—' : t(`incidentCategory.${category}`)
    if (field !== 'successorId') return draft[field] || '—'
    return all.data?.find(({ id }) => id === successorId)?.name ?? t('case.successor.none')
  }
}

/** Corrects what is known of a case; what it said before stays in the audit, and what was saved meanwhile stands beside what is typed. */
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
  const words = useFieldWords()
  const now = caseDraftOf(found as CaseFacts)
  const first = { version: found.version, base: now, typed: now }
  const [kept, setBegun] = useDraft('dialog.facts.begun', first)
  // Where nothing is typed the form follows what is saved.
  const begun = same(kept.base, kept.typed) ? first : kept
  const isOld = begun.version !== found.version
  const [tried, setTried] = useState(false)
  const { act, busy, error, forgive } = useAct(
    (form: CaseFacts) =>
      desk.cases.save({ id: found.id, version: begun.version, form }).catch((refused: unknown) => {
        onRefused()
        throw refused
      }),
    onDone,
  )
  const read = readCase(found.kind, begun.typed, t, engineNow())
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if ('form' in read && !isOld) act(read.form)
  }
  const change = (typed: CaseDraft): void => setBegun({ ...begun, typed })
  const told = error !== null && !(isOld && failureOf(error).code === 'case.changed-meanwhile')
  return (
    <Dialog title={t('case.edit')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form} noValidate>
        {told && <Failure error={error} />}
        {isOld && (
          <OthersChanges
            title={t('case.others.title')}
            none={t('case.others.none')}
            forms={{ base: begun.base, mine: begun.typed, theirs: now }}
            label={(field) => t(labels[field])}
            words={words}
            onUse={(field) => change({ ...begun.typed, [field]: now[field] })}
            onMerge={() => {
              const typed = mergeForms(begun.base, begun.typed, now)
              setBegun({ version: found.version, base: now, typed })
              forgive()
            }}
          />
        )}
        <CaseFields
          kind={found.kind}
          providerId={found.providerId}
          draft={begun.typed}
          errors={tried && 'errors' in read ? read.errors : {}}
          onChange={change}
        />
        <DialogButtons>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy} isDisabled={isOld}>
            {t('case.save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
