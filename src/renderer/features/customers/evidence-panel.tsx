import { useQuery } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import { Banner, Button, Empty, Facts, Section, Skeleton } from '#ui'
import { Failure, timeText, useWords } from '#words'
import style from './customer-page.module.css'

/** The permission screen as the customer saw it, and whether it still gives the hash that was kept (R83). */
export function EvidencePanel({ grantId, onClose }: { grantId: number; onClose: () => void }) {
  const { t } = useWords()
  const evidence = useQuery(
    deskQuery.grants.evidence.queryOptions({ input: { id: grantId }, gcTime: 0 }),
  )
  const close = (
    <Button small onPress={onClose}>
      {t('word.close')}
    </Button>
  )
  return (
    <Section title={t('evidence.title')} action={close}>
      {evidence.isPending ? (
        <Skeleton label={t('app.loading')} />
      ) : evidence.isError ? (
        <Failure error={evidence.error} onRetry={() => void evidence.refetch()} />
      ) : evidence.data.again === null ? (
        <Empty title={t('evidence.none')}>
          <p>{t('evidence.none.todo')}</p>
        </Empty>
      ) : (
        <>
          {evidence.data.again.same ? (
            <Banner tone="good" title={t('evidence.same')} />
          ) : (
            <Banner tone="danger" title={t('evidence.differs')}>
              <p>{t('evidence.differs.todo')}</p>
            </Banner>
          )}
          <Facts
            items={[
              [t('grant.grantedAt'), timeText(evidence.data.grantedAt, true)],
              [
                t('word.version'),
                t('evidence.text', {
                  text: evidence.data.textVersion,
                  terms: evidence.data.termsVersion,
                  language: evidence.data.language,
                }),
              ],
              [
                t('evidence.hash'),
                <code key="hash" className={style.hash}>
                  {evidence.data.shownHash}
                </code>,
              ],
            ]}
          />
          <iframe
            className={style.evidence}
            sandbox=""
            src={`/preview/${evidence.data.again.page}`}
            title={t('evidence.title')}
          />
        </>
      )}
    </Section>
  )
}
