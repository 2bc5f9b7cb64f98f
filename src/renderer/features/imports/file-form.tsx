import { type ImportKind, importColumns } from '#shared/import-columns'
import { Section } from '#ui'
import { useWords } from '#words'
import style from './imports.module.css'

/** The description of a file, from the table that the check uses. */
export function FileForm({ kind }: { kind: ImportKind }) {
  const { t } = useWords()
  return (
    <Section title={`${t('imports.format')}　${t(`imports.kind.${kind}`)}`}>
      {kind === 'zengin' ? (
        <p>{t('imports.format.zengin')}</p>
      ) : (
        <>
          <p>{t('imports.format.lead')}</p>
          {kind === 'accounts' && <p>{t('imports.format.closedOn')}</p>}
          {kind === 'users' && <p>{t('imports.format.userKana')}</p>}
          {kind === 'users' && <p>{t('imports.format.mayConsent')}</p>}
          {kind === 'users' && <p>{t('imports.format.leftOn')}</p>}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard (WCAG 2.1.1) */}
          <section className={style.scroll} tabIndex={0} aria-label={t('imports.format')}>
            <table className={style.form}>
              <thead>
                <tr>
                  <th scope="col">{t('imports.column')}</th>
                  <th scope="col">{t('word.required')}</th>
                  <th scope="col">{t('imports.longest')}</th>
                  <th scope="col">{t('imports.example')}</th>
                </tr>
              </thead>
              <tbody>
                {importColumns[kind].map((column) => (
                  <tr key={column.name}>
                    <th scope="row">{column.name}</th>
                    <td>{t(column.required ? 'word.required' : 'imports.required.no')}</td>
                    <td className="number">{column.longest}</td>
                    <td>{column.example}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </Section>
  )
}
