import { useState } from 'react'
import { facesOf, type ScreenTextKind, textKeys } from '#shared/consent-texts'
import { Section, SelectInput } from '#ui'
import { useWords } from '#words'
import style from './consent.module.css'
import { PreviewFrame } from './preview-frame.tsx'
import { plainOptions, type Screen, screenName, screenOfText, screensOf } from './screens.ts'

/** The screen in force and that of the saved draft, side by side, with changes marked (R93). */
export function ComparePreviews({
  kind,
  number,
  body,
  now,
}: {
  kind: ScreenTextKind
  number: number
  body: Record<string, unknown>
  now: Record<string, unknown>
}) {
  const { t } = useWords()
  const { channel, language } = facesOf(kind)
  const [first] = textKeys(channel).filter((key) => body[key] !== now[key])
  const [screen, setScreen] = useState<Screen>(first ? screenOfText(first) : 'sign-in')
  const options = { ...plainOptions, channel, language, screen }
  return (
    <Section title={t('texts.compare')}>
      <p>{t('texts.compare.hint')}</p>
      <SelectInput<Screen>
        label={t('preview.screen')}
        placeholder=""
        value={screen}
        options={screensOf[channel]
          .filter((one) => one !== 'terms')
          .map((value) => ({ value, label: t(screenName(value)) }))}
        onChange={setScreen}
      />
      <div className={style.compare}>
        <div>
          <h3>{t('texts.compare.now')}</h3>
          <PreviewFrame options={options} width={480} height={640} />
        </div>
        <div>
          <h3>{t('texts.compare.draft')}</h3>
          <PreviewFrame
            options={{ ...options, version: number, marked: true }}
            width={480}
            height={640}
          />
        </div>
      </div>
    </Section>
  )
}
