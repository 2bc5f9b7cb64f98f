import { useQuery } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import type { Proof } from '#shared/contract/grants'
import { Loaded, optional, timeText, useWords } from '#words'
import style from './customer-page.module.css'

/** The tokens that the server counts now, and refused attempts as they come. */
export function ProofPanel({ ids }: { ids: number[] }) {
  const proofs = useQuery(
    deskQuery.grants.proof.queryOptions({ input: { ids }, refetchInterval: 2_000 }),
  )
  return <Loaded query={proofs}>{(all) => <Proofs proofs={all} />}</Loaded>
}

function Proofs({ proofs }: { proofs: Proof[] }) {
  const { t } = useWords()
  const revoked = proofs.every((proof) => proof.status === 'revoked')
  return (
    <section className={style.proof} aria-label={t('proof.title')}>
      <div className={style.proofHead}>
        <h2>{t('proof.title')}</h2>
      </div>
      {revoked && <p role="status">{t('request.done.ended')}</p>}
      <div className={style.proofs}>
        {proofs.map((proof) => (
          <div key={proof.grantId} className={style.one}>
            <h3>
              {proof.providerName}　{proof.label}
            </h3>
            <dl className={style.figures}>
              <div>
                <dt>{t('word.state')}</dt>
                <dd>{t(`grantStatus.${proof.status}`)}</dd>
              </div>
              <div>
                <dt>{t('proof.live')}</dt>
                <dd>{proof.liveTokens}</dd>
              </div>
              <div>
                <dt>{t('proof.ended')}</dt>
                <dd>{proof.endedTokens}</dd>
              </div>
              <div>
                <dt>{t('slip.col.at')}</dt>
                <dd>{proof.endedAt === null ? '—' : timeText(proof.endedAt, true)}</dd>
              </div>
              <div>
                <dt>{t('word.doneBy')}</dt>
                <dd>{proof.endedByName ?? '—'}</dd>
              </div>
              <div>
                <dt>{t('proof.lastAccess')}</dt>
                <dd>
                  {proof.lastAccessAt === null
                    ? t('grant.lastAccess.never')
                    : timeText(proof.lastAccessAt, true)}
                </dd>
              </div>
              <div>
                <dt>{t('proof.refused')}</dt>
                <dd>{proof.refusedCount === 0 ? t('proof.refused.none') : proof.refusedCount}</dd>
              </div>
            </dl>
            {proof.refusedAttempts.length > 0 && (
              <ul className={style.attempts} aria-live="polite">
                {proof.refusedAttempts.map((attempt) => (
                  <li key={attempt.id}>
                    {t(attempt.status < 400 ? 'proof.attempt.inactive' : 'proof.attempt', {
                      time: timeText(attempt.at, true),
                      endpoint: optional(t, `endpoint.${attempt.endpoint}`, attempt.endpoint),
                      status: attempt.status,
                    })}
                  </li>
                ))}
              </ul>
            )}
            <p className={style.checked}>
              {t('proof.checkedAt', { time: timeText(proof.checkedAt, true) })}
            </p>
          </div>
        ))}
      </div>
    </section>
  )
}
