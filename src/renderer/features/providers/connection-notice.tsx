import { useState } from 'react'
import { desk } from '#desk'
import type { ProviderDetail } from '#shared/contract/providers'
import { Button, Section } from '#ui'
import { Failure, saveFile, timeText, useAct, useMay, useWords } from '#words'
import style from './provider.module.css'

type Made = Awaited<ReturnType<typeof desk.providers.notice>>

/** 接続通知書: made from the registry, with what is new since the one before. */
export function ConnectionNotice({ provider: { id, status } }: { provider: ProviderDetail }) {
  const { t } = useWords()
  const mayMake = useMay('providers.notice')
  const [made, setMade] = useState<Made>()
  const { act, busy, error } = useAct(desk.providers.notice, setMade)
  if (!mayMake || status === 'ended') return null
  return (
    <Section
      title={t('notice.title')}
      action={
        <Button small isDisabled={busy} onPress={() => act({ id })}>
          {t('notice.make')}
        </Button>
      }
    >
      <p className={style.client}>{t('notice.hint')}</p>
      {error && <Failure error={error} />}
      {made && (
        <div role="status">
          <p>
            <strong>
              {t('notice.head', {
                number: made.notice.number,
                time: timeText(made.notice.madeAt),
              })}
            </strong>{' '}
            <Button
              small
              onPress={() => saveFile(made.pdf, `${made.fileName}.pdf`, 'application/pdf')}
            >
              {t('notice.pdf')}
            </Button>{' '}
            <Button small onPress={() => saveFile(made.text, `${made.fileName}.txt`, 'text/plain')}>
              {t('notice.text')}
            </Button>
          </p>
          <Changes made={made} />
        </div>
      )}
    </Section>
  )
}

function Changes({ made: { notice } }: { made: Made }) {
  const { t } = useWords()
  const { formerAt, added, gone } = notice
  if (formerAt === null) return <p>{t('notice.first')}</p>
  const since = t('notice.since', { time: timeText(formerAt) })
  if (added.length + gone.length === 0)
    return (
      <p>
        {since} {t('notice.unchanged')}
      </p>
    )
  return (
    <>
      <p>{since}</p>
      <ul className={style.list}>
        {gone.map((line) => (
          <li key={`- ${line}`}>
            {t('notice.gone')}　{line}
          </li>
        ))}
        {added.map((line) => (
          <li key={`+ ${line}`}>
            {t('notice.added')}　{line}
          </li>
        ))}
      </ul>
    </>
  )
}
