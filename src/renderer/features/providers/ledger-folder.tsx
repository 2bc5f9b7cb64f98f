import type { Ledger, LedgerEntryView } from '#shared/contract/ledger'
import { atJapan } from '#shared/japanese-date'
import { folderOf, type LedgerFolder, ledgerItems } from '#shared/ledger'
import { ledgerLabel, ledgerText } from '#shared/ledger-words'
import { Badge, Button, FileButton, Section } from '#ui'
import { dateText, sizeText, useMay, useWords } from '#words'
import style from './ledger.module.css'
import { LedgerLimits } from './ledger-limits.tsx'

interface Props {
  folder: LedgerFolder
  ledger: Ledger
  busy: boolean
  onEnter: (item: string) => void
  onCheck: (entries: LedgerEntryView[]) => void
  onFile: (csv: string) => void
}

/** Bytes of a file with the union's own checklist. */
const mostChecklistBytes = 300 * 1024

/** One folder of a ledger: its items, who entered and who checked each, and what may be done with them. */
export function LedgerFolderSection({ folder, ledger, busy, onEnter, onCheck, onFile }: Props) {
  const { t } = useWords()
  const mayEnter = useMay('ledger.save') && ledger.provider.status !== 'ended'
  const found = new Map(ledger.entries.map((entry) => [entry.item, entry]))
  const fixed = Object.keys(ledgerItems).filter((item) => folderOf(item) === folder)
  const more = ledger.entries
    .map(({ item }) => item)
    .filter((item) => folderOf(item) === folder && !fixed.includes(item))
  const lacking = ledger.missing
    .map(({ item }) => item)
    .filter((item) => folderOf(item) === folder && !fixed.includes(item) && !more.includes(item))
  const items = [...fixed, ...more, ...lacking]
  const lacks = new Map(ledger.missing.map(({ item, lack }) => [item, lack]))
  const toCheck = items.flatMap((item) => {
    const entry = found.get(item)
    return entry && entry.value !== '' && entry.checkedByName === null && !entry.mine ? [entry] : []
  })
  const nextNumber =
    Math.max(0, ...items.map((item) => Number(/^subprocessors\.(\d+)\./.exec(item)?.[1] ?? 0))) + 1
  return (
    <Section
      title={t(`ledger.folder.${folder}`)}
      action={
        mayEnter && (
          <>
            {folder === 'fisc' && (
              <FileButton
                small
                label={t('ledger.fisc.import')}
                accept=".csv,text/csv"
                isDisabled={busy}
                limit={{
                  bytes: mostChecklistBytes,
                  said: t('word.file.tooLarge', { size: sizeText(mostChecklistBytes) }),
                }}
                onFile={async (given) => onFile(await given.text())}
              />
            )}
            {folder === 'subprocessors' && nextNumber < 100 && (
              <Button small onPress={() => onEnter(`subprocessors.${nextNumber}.name`)}>
                {t('ledger.add.subprocessor')}
              </Button>
            )}
            {toCheck.length > 0 && (
              <Button small isDisabled={busy} onPress={() => onCheck(toCheck)}>
                {t('ledger.check')}
              </Button>
            )}
          </>
        )
      }
    >
      {folder === 'fisc' && mayEnter && (
        <p className={style.hint}>{t('ledger.fisc.import.hint')}</p>
      )}
      {toCheck.length > 0 && mayEnter && (
        <p className={style.hint}>{t('ledger.check.hint', { n: toCheck.length })}</p>
      )}
      {folder === 'technical' && <LedgerLimits ledger={ledger} />}
      <ul className={style.items}>
        {items.map((item) => {
          const entry = found.get(item)
          const lack = lacks.get(item)
          return (
            <li key={item} id={`item-${item}`} tabIndex={-1}>
              <span className={style.name}>
                {ledgerLabel(t, item)}
                {entry?.title && <small>{entry.title}</small>}
              </span>
              <span className={style.value}>
                {entry ? ledgerText(t, entry) : '—'}
                {entry?.note && <small>{entry.note}</small>}
                {entry?.evidence && (
                  <small>
                    {t('ledger.evidence')}：{entry.evidence}
                  </small>
                )}
                {entry && entry.files.length > 0 && (
                  <small>
                    {t('ledger.files')}：{entry.files.map(({ name }) => name).join('、')}
                  </small>
                )}
                {entry?.dueOn && (
                  <small>
                    {t('ledger.dueOn')}：{dateText(atJapan(entry.dueOn))}
                  </small>
                )}
              </span>
              <span className={style.who}>
                {entry && (
                  <small>
                    {t('ledger.entered')} {entry.enteredByName}
                  </small>
                )}
                {entry?.checkedByName && (
                  <small>
                    {t('ledger.checked')} {entry.checkedByName}
                  </small>
                )}
                {lack && (
                  <Badge
                    tone={lack === 'unchecked' ? 'info' : 'warn'}
                    shape={lack === 'unchecked' ? '○' : '▲'}
                  >
                    {t(`ledger.lack.${lack}`)}
                  </Badge>
                )}
              </span>
              {mayEnter && (
                <Button
                  small
                  aria-label={`${ledgerLabel(t, item)}　${t(entry ? 'ledger.change' : 'ledger.enter')}`}
                  onPress={() => onEnter(item)}
                >
                  {t(entry ? 'ledger.change' : 'ledger.enter')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
