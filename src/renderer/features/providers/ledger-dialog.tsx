import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { desk } from '#desk'
import { testItem } from '#shared/connection-test'
import type { LedgerEntryView } from '#shared/contract/ledger'
import { isRemovable, kindOf, LedgerNote, LedgerValue } from '#shared/ledger'
import { ledgerLabel, ledgerText } from '#shared/ledger-words'
import type { MessageKey } from '#shared/messages/catalogue'
import { Day } from '#shared/parse-date'
import { Button, Choices, Dialog, DialogButtons, TextInput } from '#ui'
import { Failure, inputError, timeText, useAct, useDraft, useWords } from '#words'
import { EvidenceFiles } from './evidence-files.tsx'
import ledgerStyle from './ledger.module.css'
import style from './provider.module.css'

const fields = ['value', 'note', 'evidence', 'owner', 'dueOn'] as const
type Typed = Record<(typeof fields)[number], string>

/** Enters one item of a ledger. What somebody else has entered meanwhile stands above the words, which stay. */
export function LedgerDialog({
  providerId,
  item,
  entry,
  with: others,
  onClose,
  onDone,
  onRemoved,
  onAttached,
  onRefused,
}: {
  providerId: number
  item: string
  entry: LedgerEntryView | undefined
  /** What is taken off the ledger with it: the other entries of a 再委託先. */
  with: readonly LedgerEntryView[]
  onClose: () => void
  onDone: () => void
  /** Another person has to agree to it, or it is done. */
  /** With the proposal to which another person has to agree first; null: it is removed. */
  onRemoved: (waits: number | null) => void
  onAttached: (sha256: string) => void
  /** Somebody saved the item meanwhile: it is read again. */
  onRefused: () => void
}) {
  const { t } = useWords()
  const [first] = useState<Typed>(() => ({
    value: entry?.value ?? '',
    note: entry?.note ?? '',
    evidence: entry?.evidence ?? '',
    owner: entry?.owner ?? '',
    dueOn: entry?.dueOn ?? '',
  }))
  const [typed, setTyped] = useDraft(`dialog.${item}`, first)
  const [tried, setTried] = useState(false)
  const { act, busy, error } = useAct(
    (form: Parameters<typeof desk.ledger.save>[0]) =>
      desk.ledger.save(form).catch((refused: unknown) => {
        onRefused()
        throw refused
      }),
    onDone,
  )
  const off = useAct(
    (entries: readonly LedgerEntryView[]) =>
      desk.ledger
        .remove({
          providerId,
          items: entries.map(({ item: one, version }) => ({ item: one, version })),
        })
        .catch((refused: unknown) => {
          onRefused()
          throw refused
        }),
    ({ waits }) => onRemoved(waits),
  )
  const failed = error ?? off.error
  const kind = kindOf(item)
  const byHand =
    kind?.kind === 'choice' ? kind.values.filter((one) => !kind.byProgram?.includes(one)) : []
  const empty = typed.value.trim() === ''
  const wrong: Partial<Record<keyof Typed, string | undefined>> = {
    value:
      kind?.kind === 'choice'
        ? !byHand.includes(typed.value)
          ? t('ledger.value.choose')
          : undefined
        : empty
          ? t('ledger.value.missing')
          : inputError(t, kind?.kind === 'day' ? Day : LedgerValue, typed.value),
    note:
      item === testItem && typed.note.trim() === ''
        ? t('ledger.connectionTest.reason')
        : inputError(t, LedgerNote, typed.note),
    evidence: inputError(t, LedgerNote, typed.evidence),
    dueOn: typed.dueOn.trim() === '' ? undefined : inputError(t, Day, typed.dueOn),
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (Object.values(wrong).some((one) => one !== undefined)) return
    const dueOn = typed.dueOn.trim() === '' ? null : typed.dueOn
    act({ providerId, item, version: entry?.version ?? 0, ...typed, dueOn })
  }
  const text = (field: keyof Typed, label: MessageKey, rows?: number) => (
    <TextInput
      half={field === 'dueOn' || (field === 'value' && kind?.kind === 'day')}
      label={t(label)}
      {...(rows !== undefined && { rows, wide: true })}
      value={typed[field]}
      onChange={(value) => setTyped((before) => ({ ...before, [field]: value }))}
      error={tried ? wrong[field] : undefined}
    />
  )
  return (
    <Dialog title={ledgerLabel(t, item)} open onClose={onClose}>
      <form onSubmit={submit} className={style.form} noValidate>
        {entry?.title && <p>{entry.title}</p>}
        {entry && (
          <p>
            {t('ledger.now')}：{ledgerText(t, entry)}（{entry.enteredByName}{' '}
            {timeText(entry.enteredAt)}）
          </p>
        )}
        {item === testItem && (
          <p className={style.client}>
            {t('ledger.connectionTest.hint')}{' '}
            <Link to={`/providers/${providerId}/test`}>{t('connectionTest.open')}</Link>
          </p>
        )}
        {failed && <Failure error={failed} />}
        {kind?.kind === 'choice' ? (
          <Choices<string>
            label={t('ledger.value')}
            single
            values={byHand.filter((one) => one === typed.value)}
            onChange={([value]) => setTyped((before) => ({ ...before, value: value ?? '' }))}
            error={tried ? wrong.value : undefined}
            options={byHand.map((value) => ({
              value,
              label: t(`ledgerValue.${value}` as MessageKey),
            }))}
          />
        ) : (
          text('value', 'ledger.value', kind?.kind === 'day' ? undefined : 2)
        )}
        {text('note', 'ledger.note', 2)}
        {text('evidence', 'ledger.evidence')}
        <div className={ledgerStyle.pair}>
          {text('owner', 'ledger.owner')}
          {text('dueOn', 'ledger.dueOn')}
        </div>
        {entry ? (
          <EvidenceFiles providerId={providerId} entry={entry} onAttached={onAttached} />
        ) : (
          <p className={style.client}>{t('ledger.files.hint')}</p>
        )}
        <DialogButtons>
          {entry && isRemovable(entry) && (
            <Button
              kind="quiet"
              isDisabled={busy || off.busy}
              onPress={() => off.act([entry, ...others])}
            >
              {t('ledger.remove')}
            </Button>
          )}
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isDisabled={busy}>
            {t('word.save')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
