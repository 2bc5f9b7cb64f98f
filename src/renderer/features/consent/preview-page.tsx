import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { deskQuery } from '#desk'
import { Language, textKindOf } from '#shared/consent-texts'
import type { Channel } from '#shared/grant'
import { PreviewOptions } from '#shared/preview'
import { Chips, Choices, Page, SelectInput } from '#ui'
import { useWords } from '#words'
import style from './consent.module.css'
import { ConsentNav } from './consent-nav.tsx'
import { PreviewFrame } from './preview-frame.tsx'
import { plainOptions, type Screen, screenName, screensOf } from './screens.ts'

const widths = ['360', '768', '1280'] as const

/** The options are in the address: it can be sent to a colleague, and the back button works. */
function useOptions(): [PreviewOptions, (change: Partial<PreviewOptions>) => void] {
  const [params, setParams] = useSearchParams()
  const parsed = PreviewOptions.safeParse({
    channel: params.get('channel') ?? plainOptions.channel,
    language: params.get('lang') ?? plainOptions.language,
    providerId: params.has('provider') ? Number(params.get('provider')) : null,
    screen: params.get('screen') ?? plainOptions.screen,
    wrong: params.has('wrong'),
    missingPins: Number(params.get('missing') ?? plainOptions.missingPins),
    renewal: params.has('renewal'),
    version: params.has('version') ? Number(params.get('version')) : null,
    marked: params.has('marked'),
  })
  const options = parsed.success ? parsed.data : plainOptions
  const change = (part: Partial<PreviewOptions>): void => {
    const next = { ...options, ...part }
    if (!screensOf[next.channel].includes(next.screen)) next.screen = 'sign-in'
    setParams(addressOf(next), { replace: true })
  }
  return [options, change]
}

export function addressOf(options: PreviewOptions): URLSearchParams {
  const params = new URLSearchParams({
    channel: options.channel,
    lang: options.language,
    screen: options.screen,
    missing: String(options.missingPins),
  })
  if (options.providerId !== null) params.set('provider', String(options.providerId))
  if (options.version !== null) params.set('version', String(options.version))
  for (const flag of ['wrong', 'renewal', 'marked'] as const)
    if (options[flag]) params.set(flag, '1')
  return params
}

/** One screen, with all the options that change it (R92). */
export function PreviewPage() {
  const { t } = useWords()
  const [options, change] = useOptions()
  const [params, setParams] = useSearchParams()
  const width = widths.find((one) => one === params.get('width')) ?? '360'
  const providers = useQuery(deskQuery.providers.list.queryOptions())
  const kind = options.screen === 'terms' ? 'terms' : textKindOf(options.channel, options.language)
  const versions = useQuery(deskQuery.texts.list.queryOptions({ input: { kind } }))
  const served = (providers.data ?? []).filter((one) => one.channels.includes(options.channel))
  return (
    <Page title={t('menu.consent')} sub={t('consent.lead')}>
      <ConsentNav />
      <div className={style.split}>
        <section className={style.options} aria-label={t('preview.options')}>
          <Chips
            label={t('preview.channel')}
            value={options.channel}
            options={(['personal', 'business'] as const).map((value: Channel) => ({
              value,
              label: t(`channel.${value}`),
            }))}
            onChange={(channel) => change({ channel, providerId: null, version: null })}
          />
          <Chips
            label={t('preview.language')}
            value={options.language}
            options={Language.options.map((value) => ({
              value,
              label: t(`preview.language.${value}`),
            }))}
            onChange={(language) => change({ language, version: null })}
          />
          <SelectInput<Screen>
            label={t('preview.screen')}
            placeholder=""
            value={options.screen}
            options={screensOf[options.channel].map((value) => ({
              value,
              label: t(screenName(value)),
            }))}
            onChange={(screen) => change({ screen, version: null })}
          />
          <SelectInput<string>
            label={t('word.provider')}
            placeholder=""
            value={options.providerId === null ? '' : String(options.providerId)}
            options={[
              { value: '', label: t('preview.provider.none') },
              ...served.map((one) => ({ value: String(one.id), label: one.name })),
            ]}
            onChange={(value) => change({ providerId: value === '' ? null : Number(value) })}
          />
          <SelectInput<string>
            label={t('preview.version')}
            placeholder=""
            value={options.version === null ? '' : String(options.version)}
            options={[
              { value: '', label: t('preview.version.now') },
              ...(versions.data?.versions ?? []).map((one) => ({
                value: String(one.number),
                label: t('texts.version', { number: one.number }),
              })),
            ]}
            onChange={(value) => change({ version: value === '' ? null : Number(value) })}
          />
          <Choices
            label={t('word.state')}
            values={(['wrong', 'renewal'] as const).filter((flag) => options[flag])}
            options={[
              { value: 'wrong', label: t('preview.state.wrong') },
              { value: 'renewal', label: t('preview.state.renewal') },
            ]}
            onChange={(flags) =>
              change({ wrong: flags.includes('wrong'), renewal: flags.includes('renewal') })
            }
          />
          {options.channel === 'business' && (
            <Choices
              single
              label={t('preview.missing')}
              values={[String(options.missingPins) as '0' | '1' | '3']}
              options={(['0', '1', '3'] as const).map((value) => ({
                value,
                label: t(`preview.missing.${value}`),
              }))}
              onChange={([value]) => change({ missingPins: Number(value) as 0 | 1 | 3 })}
            />
          )}
          <Choices
            single
            label={t('preview.width')}
            values={[width]}
            options={widths.map((value) => ({ value, label: t(`preview.width.${value}`) }))}
            onChange={([value]) => {
              params.set('width', value ?? '360')
              setParams(params, { replace: true })
            }}
          />
        </section>
        <PreviewFrame options={options} width={Number(width)} />
      </div>
    </Page>
  )
}
