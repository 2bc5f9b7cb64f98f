import type { ImportStatus } from '#shared/contract/imports'
import { EndReason } from '#shared/grant'
import { secondFor } from '#shared/persons'
import { Facts } from '#ui'
import { useWords } from '#words'
import style from './imports.module.css'

/** What accepting a file would do: rows that are new, changed or the same, and the links that end. */
export function Effects({ status }: { status: ImportStatus }) {
  const { t } = useWords()
  const { kind, effects, ends, what, periods } = status
  if (!effects) return null
  const number = (n: number): string => n.toLocaleString('ja-JP')
  const reasons = EndReason.options.filter((reason) => ends?.[reason] !== undefined)
  const count = reasons.reduce((sum, reason) => sum + (ends?.[reason] ?? 0), 0)
  return (
    <>
      <Facts
        items={[
          ...(['new', 'changed', 'unchanged'] as const).map((name): [string, string] => [
            t(`imports.effect.${name}`),
            number(effects[name]),
          ]),
          ...(effects.missing === null
            ? []
            : ([
                [
                  t(kind === 'users' ? 'imports.effect.missing.users' : 'imports.effect.missing'),
                  number(effects.missing),
                ],
              ] as [string, string][])),
          ...(periods === 0
            ? []
            : ([[t('imports.effect.periods'), number(periods)]] as [string, string][])),
          ...(['leaving', 'returning', 'replaced', 'resumed'] as const)
            .filter((name) => effects[name] > 0)
            .map((name): [string, string] => [t(`imports.effect.${name}`), number(effects[name])]),
        ]}
      />
      <Reopened effects={effects} />
      {ends && (
        <>
          <p>{t('imports.ends', { count })}</p>
          <ul className={style.list}>
            {reasons.map((reason) => (
              <li key={reason}>
                {t(`reason.${reason}`)}　{number(ends[reason] ?? 0)}
              </li>
            ))}
          </ul>
        </>
      )}
      {what !== 'plain' && secondFor('imports.accept', what) !== null && (
        <p>{t(`imports.needsTwo.${what}`)}</p>
      )}
      {kind === 'events' && what === 'people' && <p>{t('imports.needsTwo.events')}</p>}
    </>
  )
}

/** Which accounts that were closed would be open again. */
function Reopened({ effects }: { effects: NonNullable<ImportStatus['effects']> }) {
  const { t } = useWords()
  const { reopened, reopenedAccounts = [] } = effects
  if (reopened === 0) return null
  const more = reopened - reopenedAccounts.length
  const head = 'imports-reopened'
  return (
    <>
      <p>
        <strong>{t('imports.reopened', { count: reopened })}</strong>
      </p>
      <p>{t('imports.reopened.todo')}</p>
      <p id={head}>{t('imports.reopened.list')}</p>
      <ul className={style.list} aria-labelledby={head}>
        {[...reopenedAccounts.entries()].map(([at, account]) => (
          <li key={at} className="number">
            {account}
          </li>
        ))}
        {more > 0 && <li>{t('imports.reopened.more', { more })}</li>}
      </ul>
    </>
  )
}
