import { auditFields, auditLines } from '#shared/audit-words'
import type { Proposal } from '#shared/contract/proposals'
import { readingOf } from '#shared/list-columns'
import { useWords } from '#words'
import style from './proposals.module.css'
import { ToldLedger } from './told-ledger.tsx'

type Field = ReturnType<typeof auditFields>[number]

/** What a change of a provider's status tells of the change itself; the rest is the registration, which stays as it is. */
const ofStatus = ['status', 'cause', 'until', 'mostGrants', 'openSteps', 'conditions']

const isLedger = ({ key, inner }: Field): boolean =>
  key === 'ledger' && Array.isArray(inner) && inner.every((one) => typeof one === 'string')

/** Every field that becomes another one; of what goes, all that it held; then what the second person agrees to besides. */
export function Changes({ proposal }: { proposal: Proposal }) {
  const { t } = useWords()
  const reading = readingOf(proposal, t)
  const lines = (field: Field): string => auditLines(reading, field.key, field.inner).join('\n')
  const former = auditFields(reading, proposal.before)
  const before = new Map(former.map((one) => [one.key, one]))
  const after = auditFields(reading, proposal.after)
  const goes = after.length === 0
  const told = (goes ? former : after).filter((field) => !isLedger(field))
  const changed = goes
    ? told
    : told.filter(
        ({ key, inner }) => JSON.stringify(before.get(key)?.inner) !== JSON.stringify(inner),
      )
  const stays = (field: Field): boolean =>
    proposal.action === 'providers.changeStatus' && !ofStatus.includes(field.key)
  const registration = changed.filter(stays)
  const rows = changed.filter((field) => !stays(field))
  const from = (field: Field): string => {
    const was = before.get(field.key)
    return was ? lines(was) : '—'
  }
  return (
    <>
      {rows.length > 0 && (
        <table className={style.changes}>
          <thead>
            <tr>
              <th scope="col">{t('proposals.what')}</th>
              {proposal.before !== null && <th scope="col">{t('proposals.from')}</th>}
              {!goes && <th scope="col">{t('proposals.to')}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((field) => (
              <tr key={field.key}>
                <th scope="row">{field.name}</th>
                {proposal.before !== null && <td>{from(field)}</td>}
                {!goes && <td data-becomes>{lines(field)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {registration.length > 0 && (
        <section className={style.told} aria-label={t('proposals.registration')}>
          <h3>{t('proposals.registration')}</h3>
          <dl>
            {registration.map((field) => (
              <div key={field.key}>
                <dt>{field.name}</dt>
                <dd>{lines(field)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {[...former, ...after].filter(isLedger).map(({ inner }) => (
        <ToldLedger key="ledger" lines={inner} />
      ))}
    </>
  )
}
