import { desk } from '#desk'
import { Button } from '#ui'
import { Failure, ProofAgain, useAct, useWords } from '#words'
import style from './request.module.css'

/** A colleague's look at what was noted of papers (R120). */
export function LookForm({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useWords()
  const { act, busy, error, proof } = useAct(desk.requests.look, onDone)
  return (
    <section className={style.decide} aria-label={t('request.look.title')}>
      <h2>{t('request.look.title')}</h2>
      <p>{t('request.look.lead')}</p>
      <ProofAgain proof={proof} />
      {error && <Failure error={error} />}
      <div className={style.buttons}>
        <Button kind="primary" isPending={busy} onPress={() => act({ id })}>
          {t('request.look.button')}
        </Button>
      </div>
    </section>
  )
}
