import type { PublicationBody } from '#shared/publication'
import { clauseNames, clauseTitles, noticeTables } from '#shared/publication'
import { Empty, PlainTable } from '#ui'
import { useWords } from '#words'
import style from './publication.module.css'

/** The tables, clauses and standards, in the words in which they are published. */
export function PublicationPreview({ body }: { body: PublicationBody }) {
  const { t } = useWords()
  return (
    <>
      {(['personal', 'business'] as const).map((channel) => {
        const { title, heads, note } = noticeTables[channel]
        return (
          <section key={channel} className={style.part}>
            <h3>{title}</h3>
            {body[channel].length === 0 ? (
              <Empty title={t('publication.none')} />
            ) : (
              <>
                <PlainTable
                  label={title}
                  rows={body[channel].map((row, id) => ({ ...row, id }))}
                  rowId={(row) => row.id}
                  columns={[
                    { id: 'provider', header: heads[0], value: (row) => row.provider },
                    { id: 'service', header: heads[1], value: (row) => row.service },
                  ]}
                />
                <p>{note}</p>
              </>
            )}
          </section>
        )
      })}
      <section className={style.part}>
        <h3>{t('publication.part.clauses')}</h3>
        {body.clauses.map((one) => (
          <details key={one.provider}>
            <summary>{one.provider}</summary>
            <dl>
              {clauseNames.map((name) => (
                <div key={name}>
                  <dt>{clauseTitles[name]}</dt>
                  <dd>{one[name] || '—'}</dd>
                </div>
              ))}
            </dl>
          </details>
        ))}
      </section>
      <section className={style.part}>
        <h3>{t('publication.part.standards')}</h3>
        <ol>
          {body.standards.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ol>
      </section>
    </>
  )
}
