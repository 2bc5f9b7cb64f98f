import type { TrafficSeries } from '#shared/contract/traffic'
import type { MessageKey } from '#shared/messages/catalogue'
import { Empty } from '#ui'
import { useWords } from '#words'
import style from './traffic.module.css'

/** How many walks came to each page. Each number stands as it is: no page is shown to everybody, so that no share of them is told. */
export function Funnel({ found }: { found: TrafficSeries }) {
  const { t } = useWords()
  const most = Math.max(
    1,
    found.walks,
    ...found.funnel.flatMap(({ steps }) => steps.map(({ n }) => n)),
  )
  if (found.walks === 0 && found.funnel.length === 0)
    return <Empty title={t('traffic.funnel.none')} />
  const tables = [
    { name: t('traffic.funnel.both'), steps: [{ step: 'sign-in', n: found.walks }] },
    ...found.funnel.map(({ channel, steps }) => ({ name: t(`channel.${channel}`), steps })),
  ]
  return (
    <>
      <p>{t('traffic.funnel.lead')}</p>
      {tables.map(({ name, steps }) => (
        <table key={name} className={style.funnel}>
          <caption>{name}</caption>
          <thead>
            <tr>
              <th scope="col">{t('traffic.step')}</th>
              <th scope="col">{t('traffic.n')}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {steps.map(({ step, n }) => (
              <tr key={step}>
                <th scope="row">{t(`traffic.step.${step}` as MessageKey)}</th>
                <td className="number">{n.toLocaleString('ja-JP')}</td>
                <td>
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                    <rect width={(n / most) * 100} height="10" />
                  </svg>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <p>{t('traffic.funnel.cancelled', { n: found.cancelled })}</p>
    </>
  )
}
