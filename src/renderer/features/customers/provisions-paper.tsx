import type { ProvisionRecord } from '#shared/contract/files'
import { dateText, eraDate, timeText } from '#shared/japanese-date'
import { optional, useWords } from '#words'

/** 第三者提供記録 as it is handed to the customer who asks for it (個人情報保護法33条5項). */
export function ProvisionsPaper({ record }: { record: ProvisionRecord }) {
  const { t } = useWords()
  return (
    <>
      <h1>{t('provision.title')}</h1>
      <p>
        {record.institution}　{record.institutionPhone}　
        {t('slip.printedAt', { time: timeText(record.at, true) })}（{eraDate(record.at)}）
      </p>
      <p>
        {record.person}　{record.customerNumber}　{t('word.period')}{' '}
        {record.from.replaceAll('-', '/')}〜{record.to.replaceAll('-', '/')}
      </p>
      <table>
        <thead>
          <tr>
            <th>{t('provision.recipient')}</th>
            <th>{t('provision.items')}</th>
            <th>{t('word.accounts')}</th>
            <th>{t('grant.label')}</th>
            <th>{t('provision.consentAt')}</th>
            <th>{t('provision.firstAt')}</th>
            <th>{t('provision.lastAt')}</th>
            <th data-fixed>{t('provision.times')}</th>
          </tr>
        </thead>
        <tbody>
          {record.rows.map((row) => (
            <tr key={row.grantId}>
              <td>{row.recipient}</td>
              <td>{row.items.map((item) => optional(t, `endpoint.${item}`, item)).join('・')}</td>
              <td>{row.accounts.join('、')}</td>
              <td data-fixed>{row.label}</td>
              <td>
                {dateText(row.consentAt)}　
                {t('provision.versions', { text: row.textVersion, terms: row.termsVersion })}
              </td>
              <td>{timeText(row.firstAt)}</td>
              <td>{timeText(row.lastAt)}</td>
              <td>{row.times.toLocaleString('ja-JP')}</td>
            </tr>
          ))}
          {record.rows.length === 0 && (
            <tr>
              <td colSpan={8}>{t('provision.empty')}</td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  )
}
