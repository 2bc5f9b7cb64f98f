import { ledgerFolders } from '#shared/ledger'
import { toldEntry } from '#shared/ledger-words'
import { useWords } from '#words'
import style from './proposals.module.css'

/** A whole ledger as it was told, folder by folder, each item with what stands in it and who entered and checked it. */
export function ToldLedger({ lines }: { lines: readonly string[] }) {
  const { t } = useWords()
  const entries = lines.map((line) => ({ line, ...toldEntry(line) }))
  const title = t('proposals.ledger', { n: lines.length })
  return (
    <section className={style.told} aria-label={title}>
      <h3>{title}</h3>
      {[...ledgerFolders, null].map((folder) => {
        const own = entries.filter((one) => one.folder === folder)
        if (own.length === 0) return null
        return (
          <div key={folder}>
            {folder !== null && <h4>{t(`ledger.folder.${folder}`)}</h4>}
            <dl>
              {own.map(({ line, label, parts: [first, ...more], signed }) => (
                <div key={line}>
                  <dt>{label}</dt>
                  <dd>
                    {first}
                    {more.map((part) => (
                      <span key={part}>{part}</span>
                    ))}
                    {signed !== null && <small>{signed}</small>}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )
      })}
    </section>
  )
}
