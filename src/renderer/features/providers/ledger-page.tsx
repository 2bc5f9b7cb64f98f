import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { desk, deskQuery } from '#desk'
import type { Ledger, LedgerEntryView } from '#shared/contract/ledger'
import { ledgerFolders } from '#shared/ledger'
import { ledgerLabel } from '#shared/ledger-words'
import { Banner, Button, News, Page, Section } from '#ui'
import { Failure, Loaded, useAct, useForgetDialogs, useWords, Waits } from '#words'
import style from './ledger.module.css'
import { LedgerDialog } from './ledger-dialog.tsx'
import { LedgerFolderSection } from './ledger-folder.tsx'

/** 導入台帳: all that is known of a provider, by whom, and what is still missing before its 有効化. */
export function LedgerPage() {
  const { t } = useWords()
  const providerId = Number(useParams().id)
  const page = useQuery(
    deskQuery.ledger.find.queryOptions({
      input: { providerId },
      enabled: Number.isSafeInteger(providerId) && providerId > 0,
    }),
  )
  return (
    <Loaded query={page} page={t('ledger.title')}>
      {(ledger) => <Whole ledger={ledger} />}
    </Loaded>
  )
}

function Whole({ ledger }: { ledger: Ledger }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const { id, name } = ledger.provider
  const [entering, setEntering] = useState<string | null>(null)
  const [done, setDone] = useState<string | number>()
  const forgetTyped = useForgetDialogs()
  const readAgain = () => queries.invalidateQueries({ queryKey: deskQuery.ledger.key() })
  /** A number: the proposal to which another person has to agree first. */
  const told = (text: string | number): void => {
    setDone(text)
    void readAgain()
  }
  const check = useAct(
    (entries: readonly LedgerEntryView[]) => {
      const items = entries.map(({ item, version }) => ({ item, version }))
      return desk.ledger.check({ providerId: id, items }).finally(readAgain)
    },
    () => told(t('ledger.checked.done')),
  )
  const read = useAct(
    (csv: string) => desk.ledger.importChecklist({ providerId: id, csv }),
    ({ written }) => told(t('ledger.fisc.imported', { n: written })),
  )
  const error = check.error ?? read.error
  const close = (): void => {
    forgetTyped()
    setEntering(null)
  }
  return (
    <Page title={t('ledger.title')} sub={<Link to={`/providers/${id}`}>{name}</Link>}>
      <News>
        {error && <Failure error={error} />}
        {!error && typeof done === 'number' && <Waits id={done} />}
        {!error && typeof done === 'string' && <Banner tone="good" title={done} />}
      </News>
      <Missing ledger={ledger} onEnter={setEntering} />
      {ledgerFolders.map((folder) => (
        <LedgerFolderSection
          key={folder}
          folder={folder}
          ledger={ledger}
          busy={check.busy || read.busy}
          onEnter={setEntering}
          onCheck={check.act}
          onFile={read.act}
        />
      ))}
      {entering !== null && (
        <LedgerDialog
          key={entering}
          providerId={id}
          item={entering}
          entry={ledger.entries.find(({ item }) => item === entering)}
          with={ledger.entries.filter(
            ({ item }) => item !== entering && subprocessor(item) === subprocessor(entering),
          )}
          onClose={close}
          onDone={() => {
            close()
            told(t('ledger.saved'))
          }}
          onRemoved={(waits) => {
            close()
            told(waits ?? t('ledger.removed'))
          }}
          onAttached={(sha256) => {
            close()
            told(t('ledger.file.added', { sha256 }))
          }}
          onRefused={readAgain}
        />
      )}
    </Page>
  )
}

/** Of which 再委託先 an item is; NaN: of none. */
const subprocessor = (item: string): number =>
  Number(/^subprocessors\.(\d+)\./.exec(item)?.[1] ?? Number.NaN)

/** What stands between the provider and its 有効化; each leads to where it is entered. */
function Missing({ ledger, onEnter }: { ledger: Ledger; onEnter: (item: string) => void }) {
  const { t } = useWords()
  const { missing, provider, practice } = ledger
  if (missing.length === 0) {
    const asks = provider.status === 'approval'
    const title = t(asks ? 'ledger.missing.none.ask' : 'ledger.missing.none')
    return <Banner tone="good" title={title} />
  }
  const goTo = (item: string): void => {
    const row = document.getElementById(`item-${item}`)
    row?.scrollIntoView({ block: 'center' })
    row?.focus()
    if (!row) onEnter(item)
  }
  return (
    <Section title={`${t('ledger.missing')}　${t('ledger.missing.count', { n: missing.length })}`}>
      {practice && <p className={style.hint}>{t('ledger.missing.practice')}</p>}
      <ul className={style.missing}>
        {missing.map(({ item, lack }) => (
          <li key={item}>
            {item.startsWith('provider.') ? (
              <Link to={`/providers/${provider.id}/edit`}>{ledgerLabel(t, item)}</Link>
            ) : (
              <Button small kind="quiet" onPress={() => goTo(item)}>
                {ledgerLabel(t, item)}
              </Button>
            )}
            <small>{t(`ledger.lack.${lack}`)}</small>
          </li>
        ))}
      </ul>
    </Section>
  )
}
