import { connectionSteps } from '#shared/connection-test'
import type { ConnectionTest } from '#shared/contract/connection-test'
import { english } from '#shared/messages/catalogue'
import { Badge, Empty } from '#ui'
import { optional, timeText, useWords } from '#words'
import style from './provider.module.css'

/** What a provider's client has to show, with the clause that asks for it, and when it was seen. */
export function Steps({ steps }: Pick<ConnectionTest, 'steps'>) {
  const { t, language } = useWords()
  return (
    <table className={style.keysTable}>
      <caption className={style.unseen}>{t('connectionTest.steps')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('word.state')}</th>
          <th scope="col">{t('connectionTest.step')}</th>
          <th scope="col">{t('connectionTest.clause')}</th>
          <th scope="col">{t('connectionTest.metAt')}</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ step, needed, metAt, differs }) => (
          <tr key={step}>
            <td>
              {metAt === null ? (
                <Badge tone={needed ? 'warn' : 'info'} shape={needed ? '▲' : '○'}>
                  {t(needed ? 'connectionTest.unmet' : 'connectionTest.optional')}
                </Badge>
              ) : (
                <Badge tone="good" shape="●">
                  {t('connectionTest.met')}
                </Badge>
              )}
            </td>
            <td className={style.wraps}>
              {t(`connectionStep.${step}`)}
              {differs?.length !== 0 && (
                <span className={style.line}>
                  {differs === null
                    ? t('connectionTest.unread')
                    : t('connectionTest.differs', { names: differs.join('、') })}
                </span>
              )}
              {language === 'ja' && (
                <span lang="en" className={style.line}>
                  <small>{english(`connectionStep.${step}`)}</small>
                </span>
              )}
            </td>
            <td>{connectionSteps[step]}</td>
            <td className={style.nowrap}>{metAt === null ? '—' : timeText(metAt, true)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The calls that were refused: for the administrator why, and for the provider's engineers in English. */
export function FailedCalls({ failures }: Pick<ConnectionTest, 'failures'>) {
  const { t } = useWords()
  if (failures.length === 0)
    return (
      <Empty title={t('connectionTest.failures.empty')}>
        <p>{t('connectionTest.failures.empty.todo')}</p>
      </Empty>
    )
  return (
    <>
      <p className={style.client}>{t('connectionTest.failures.hint')}</p>
      <table className={style.keysTable}>
        <caption className={style.unseen}>{t('connectionTest.failures')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('word.at')}</th>
            <th scope="col">{t('connectionTest.call')}</th>
            <th scope="col">{t('connectionTest.why')}</th>
            <th scope="col">{t('connectionTest.toEngineer')}</th>
          </tr>
        </thead>
        <tbody>
          {failures.map(({ at, call, reason, explained, detail }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two calls of one moment may be alike
            <tr key={`${at} ${index}`}>
              <td className={style.nowrap}>{timeText(at, true)}</td>
              <td>{optional(t, `endpoint.${call}`, optional(t, `action.${call}`, call))}</td>
              <td className={style.wraps}>
                {explained ?? optional(t, `refusal.${reason}`, reason)}
              </td>
              <td lang="en" className={style.wraps}>
                <code>{reason}</code>
                {detail && `: ${detail}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

/** Invented people whose sign-in everybody may know. */
export function TestCustomers({ customers }: Pick<ConnectionTest, 'customers'>) {
  const { t } = useWords()
  return (
    <table className={style.keysTable}>
      <caption className={style.unseen}>{t('connectionTest.customers')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('provider.channels')}</th>
          <th scope="col">{t('provider.name')}</th>
          <th scope="col">{t('connectionTest.loginId')}</th>
          <th scope="col">{t('signIn.password')}</th>
          <th scope="col">{t('connectionTest.userNumber')}</th>
          <th scope="col">{t('connectionTest.secret')}</th>
        </tr>
      </thead>
      <tbody>
        {customers.map((one) => (
          <tr key={one.loginId}>
            <td>{t(`channel.${one.channel}`)}</td>
            <td>{one.name}</td>
            <td>
              <code>{one.loginId}</code>
            </td>
            <td>
              <code>{one.password}</code>
            </td>
            <td>
              <code>{one.userNumber || '—'}</code>
            </td>
            <td className={style.wraps}>
              {one.inquiryPin ||
                one.questions.map(({ question, answer }) => (
                  <span key={question} className={style.line}>
                    {question}：{answer}
                  </span>
                ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
