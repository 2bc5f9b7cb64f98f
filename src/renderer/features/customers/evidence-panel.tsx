import { useQuery } from '@tanstack/react-query'
import { deskQuery } from '#desk'
import { Banner, Button, Empty, Facts, Section } from '#ui'
import { Loaded, timeText, useWords } from '#words'
import style from './customer-page.module.css'

/** The permission screen as the customer saw it, and whether its hash equals the one that was kept (R83). */
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
      <Loaded query={evidence}>
        {({ again, ...shown }) =>
          again === null ? (
            <Empty title={t('evidence.none')}>
              <p>{t('evidence.none.todo')}</p>
            </Empty>
          ) : (
            <>
              {again.same ? (
                <Banner tone="good" title={t('evidence.same')} />
              ) : (
                <Banner tone="danger" title={t('evidence.differs')}>
                  <p>{t('evidence.differs.todo')}</p>
                </Banner>
              )}
              <Facts
                items={[
                  [t('grant.grantedAt'), timeText(shown.grantedAt, true)],
                  [
                    t('word.version'),
                    t('evidence.text', {
                      text: shown.textVersion,
                      terms: shown.termsVersion,
                      language: shown.language,
                    }),
                  ],
                  [
                    t('evidence.hash'),
                    <code key="hash" className={style.hash}>
                      {shown.shownHash}
                    </code>,
                  ],
                ]}
              />
              <iframe
                className={style.evidence}
                sandbox=""
                src={`/preview/${again.page}`}
                title={t('evidence.title')}
              />
            </>
          )
        }
      </Loaded>
    </Section>
  )
}
