import { useState } from 'react'
import { Link } from 'react-router'
import type { Channel } from '#shared/grant'
import { Button, Chips, Page, Section } from '#ui'
import { useWords } from '#words'
import style from './consent.module.css'
import { ConsentNav } from './consent-nav.tsx'
import { PreviewFrame } from './preview-frame.tsx'
import { addressOf } from './preview-page.tsx'
import { plainOptions, type Screen, screenName, screensOf } from './screens.ts'

/** Every screen of a flow side by side, each one click away; printable. */
export function SheetPage() {
  const { t } = useWords()
  const [channel, setChannel] = useState<Channel>('personal')
  const all = screensOf[channel]
  const notices = all.indexOf('terms')
  return (
    <Page
      title={t('menu.consent')}
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
      <Section title={t('sheet.steps')}>
        <Pictures channel={channel} from={0} screens={all.slice(0, notices)} height={520} />
      </Section>
      <Section title={t('sheet.notices')}>
        <Pictures channel={channel} from={notices} screens={all.slice(notices)} height={310} />
      </Section>
    </Page>
  )
}

/** `height`: how much of each page is visible, in pixels; a click shows the whole. */
function Pictures({
  channel,
  from,
  screens,
  height,
}: {
  channel: Channel
  from: number
  screens: readonly Screen[]
  height: number
}) {
  const { t } = useWords()
  return (
    <ul className={style.sheet}>
      {screens.map((screen, index) => {
        const options = { ...plainOptions, channel, screen }
        return (
          <li key={screen}>
            <Link to={`/consent?${addressOf(options)}`} className={style.card}>
              <span>{`${from + index + 1}. ${t(screenName(screen))}`}</span>
            </Link>
            <div className={style.picture} inert>
              <PreviewFrame options={options} width={400} height={height} />
            </div>
          </li>
        )
      })}
    </ul>
  )
}
