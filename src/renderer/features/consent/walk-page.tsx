import { useState } from 'react'
import { type FlowFacts, stepsFor } from '#shared/consent-flow'
import type { Channel } from '#shared/grant'
import { Banner, Button, Chips, Choices, Page } from '#ui'
import { useWords } from '#words'
import style from './consent.module.css'
import { ConsentNav } from './consent-nav.tsx'
import { PreviewFrame } from './preview-frame.tsx'
import { plainOptions, screenName } from './screens.ts'

const conditions = {
  risk: 'riskAsks',
  services: 'asksServices',
  accounts: 'asksAccounts',
  pin: 'pinMissing',
} as const satisfies Record<string, keyof FlowFacts>
type Condition = keyof typeof conditions
const ofChannel: Record<Channel, readonly Condition[]> = {
  personal: ['risk', 'accounts'],
  business: ['services', 'accounts', 'pin'],
}

/** A walk through the flow, in the order of the server, with invented data. */
export function WalkPage() {
  const { t } = useWords()
  const [channel, setChannel] = useState<Channel>('personal')
  const [chosen, setChosen] = useState<Condition[]>(['risk', 'pin'])
  const [at, setAt] = useState(0)
  const [ended, setEnded] = useState<'done' | 'cancelled'>()
  const facts: FlowFacts = {
    riskAsks: false,
    asksServices: false,
    asksAccounts: false,
    pinMissing: false,
  }
  for (const condition of chosen) facts[conditions[condition]] = true
  const path = stepsFor(channel, facts)
  const index = Math.min(at, path.length - 1)
  const step = path[index] ?? 'sign-in'
  const restart = (): void => {
    setAt(0)
    setEnded(undefined)
  }
  return (
    <Page title={t('menu.consent')} sub={t('consent.lead')}>
      <ConsentNav />
      <div className={style.split}>
        <section className={style.options} aria-label={t('walk.conditions')}>
          <Chips
            label={t('preview.channel')}
            value={channel}
            options={(['personal', 'business'] as const).map((value) => ({
              value,
              label: t(`channel.${value}`),
            }))}
            onChange={(next) => {
              setChannel(next)
              restart()
            }}
          />
          <Choices
            label={t('walk.conditions')}
            values={chosen.filter((condition) => ofChannel[channel].includes(condition))}
            options={ofChannel[channel].map((value) => ({ value, label: t(`walk.${value}`) }))}
            onChange={(next) => {
              setChosen(next)
              restart()
            }}
          />
          <ol className={style.steps} aria-label={t('walk.steps')}>
            {path.map((one, i) => (
              <li key={one} aria-current={i === index ? 'step' : undefined}>
                {t(screenName(one))}
              </li>
            ))}
          </ol>
          {ended ? (
            <Banner
              tone="plain"
              title={t(`walk.${ended}`)}
              action={
                <Button small onPress={restart}>
                  {t('walk.again')}
                </Button>
              }
            />
          ) : (
            <div className={style.buttons}>
              <Button isDisabled={index === 0} onPress={() => setAt(index - 1)}>
                {t('walk.back')}
              </Button>
              <Button
                kind="primary"
                onPress={() => (index === path.length - 1 ? setEnded('done') : setAt(index + 1))}
              >
                {t('walk.next')}
              </Button>
              <Button onPress={() => setEnded('cancelled')}>{t('word.abort')}</Button>
            </div>
          )}
        </section>
        <PreviewFrame
          options={{
            ...plainOptions,
            channel,
            screen: step,
            missingPins: chosen.includes('pin') ? 1 : 0,
          }}
          width={360}
        />
      </div>
    </Page>
  )
}
