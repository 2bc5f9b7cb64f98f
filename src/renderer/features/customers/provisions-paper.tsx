import type { ProvisionRecord } from '#shared/contract/files'
import { dateText, eraDate, timeText } from '#shared/japanese-date'
import { useWords } from '#words'
import { itemsText, itemText } from './provision-tables.tsx'

/** 第三者提供記録 as the letter to the customer who asks for it (個人情報保護法33条5項): each recipient, then each access. */
export function ProvisionsPaper({ record }: { record: ProvisionRecord }) {
  const { t } = useWords()
  const total = record.rows.reduce((sum, row) => sum + row.times, 0)
  const left = total - record.accesses.length
  return (
    <>
      <p data-end>
        {dateText(record.at)}（{eraDate(record.at)}）
      </p>
      <p data-large>
        {t(`addressee.${record.channel}`, { name: record.person })}
        {'　'}
        <span data-fixed>
          {t('customer.number')} {record.customerNumber}
        </span>
      </p>
      <p data-end>
        {record.institution}　{record.institutionPhone}
      </p>
      <h1>{t('provision.title')}</h1>
      <p>{t('provision.letter.lead')}</p>
      <p>
        {t('word.period')} {record.from.replaceAll('-', '/')}〜{record.to.replaceAll('-', '/')}
        {'　'}
        {t('provision.each.total', { count: total })}
      </p>
      {record.rows.length === 0 ? (
        <p>{t('provision.empty')}</p>
      ) : (
        <>
          <table>
            <caption>{t('provision.byProvider')}</caption>
            <thead>
              <tr>
                <th>
                  {t('provision.recipient')}・{t('grant.label')}
                </th>
                <th>
                  {t('provision.items')}・{t('word.accounts')}
                </th>
                <th>{t('provision.consentAt')}</th>
                <th>
                  {t('provision.firstAt')}・{t('provision.lastAt')}
                </th>
                <th data-fixed>{t('provision.times')}</th>
              </tr>
            </thead>
            <tbody>
              {record.rows.map((row) => (
                <tr key={row.grantId}>
                  <td>
                    {row.recipient}
                    <br />
                    {row.label}
                  </td>
                  <td>
                    {itemsText(t, row.items)}
                    <br />
                    {row.accounts.join('、')}
                  </td>
                  <td>
                    <span data-fixed>{timeText(row.consentAt)}</span>
                    <br />
                    {t('provision.versions', { text: row.textVersion, terms: row.termsVersion })}
                  </td>
                  <td data-fixed>
                    {timeText(row.firstAt)}
                    <br />
                    {timeText(row.lastAt)}
                  </td>
                  <td data-end>{row.times.toLocaleString('ja-JP')}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <table>
            <caption>{t('provision.each')}</caption>
            <thead>
              <tr>
                <th>{t('provision.at')}</th>
                <th>{t('provision.recipient')}</th>
                <th>{t('provision.item')}</th>
                <th>{t('word.accounts')}</th>
              </tr>
            </thead>
            <tbody>
              {record.accesses.map((row) => (
                <tr key={row.id}>
                  <td data-fixed>{timeText(row.at, true)}</td>
                  <td>{row.recipient}</td>
                  <td data-fixed>{itemText(t, row)}</td>
                  <td data-fixed>{row.account ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {left > 0 && <p>{t('provision.letter.rest', { count: left })}</p>}
        </>
      )}
    </>
  )
}
