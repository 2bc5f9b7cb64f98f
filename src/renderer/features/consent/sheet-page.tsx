import { useState } from 'react'
import { Link } from 'react-router'
import type { Channel } from '#shared/grant'
import { Button, Chips, Page } from '#ui'
import { useWords } from '#words'
import style from './consent.module.css'
import { ConsentNav } from './consent-nav.tsx'
import { PreviewFrame } from './preview-frame.tsx'
import { addressOf } from './preview-page.tsx'
import { plainOptions, screenName, screensOf } from './screens.ts'

/** Every screen of a flow side by side, each one click away; printable. */
export function SheetPage() {
  const { t } = useWords()
  const [channel, setChannel] = useState<Channel>('personal')
  return (
    <Page
      title={t('consent.title')}
      sub={t('consent.lead')}
      action={<Button onPress={() => window.print()}>{t('sheet.print')}</Button>}
    >
      <ConsentNav />
      <Chips
        label={t('preview.channel')}
        value={channel}
        options={(['personal', 'business'] as const).map((value) => ({
          value,
          label: t(`channel.${value}`),
        }))}
        onChange={setChannel}
      />
      <ul className={style.sheet}>
        {screensOf[channel].map((screen, index) => {
          const options = { ...plainOptions, channel, screen }
          return (
            <li key={screen}>
              <Link to={`/consent?${addressOf(options)}`} className={style.card}>
                <span>{`${index + 1}. ${t(screenName(screen))}`}</span>
              </Link>
              <div className={style.picture} inert>
                <PreviewFrame options={options} width={400} height={340} />
              </div>
            </li>
          )
        })}
      </ul>
    </Page>
  )
}
