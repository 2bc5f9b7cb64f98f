import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { deskQuery } from '#desk'
import type { TrailStatus } from '#shared/contract/audit'
import { Empty, Page, Section } from '#ui'
import { TrailBanner, useWords } from '#words'
import style from './reception-page.module.css'

export function ReceptionPage({ trail }: { trail: TrailStatus | undefined }) {
  const { t } = useWords()
  const recent = useQuery(deskQuery.customers.recent.queryOptions())
  useEffect(() => document.querySelector<HTMLInputElement>('[data-search]')?.focus(), [])
  return (
    <Page title={t('reception.title')} sub={t('reception.lead')}>
      <TrailBanner trail={trail} />
      <div className={style.columns}>
        <Section title={t('search.recent')}>
          {recent.data && recent.data.length > 0 ? (
            <ul className={style.list}>
              {recent.data.map((customer) => (
                <li key={customer.id}>
                  <Link to={`/customers/${customer.id}`}>{customer.name}</Link>
                  <span>{customer.kana}</span>
                  <span>
                    {customer.branchName}　{customer.customerNumber}
                  </span>
                  <span>{t('search.liveGrants', { count: customer.liveGrants })}</span>
                </li>
              ))}
            </ul>
          ) : (
            <Empty title={t('reception.recent.empty')}>
              <p>{t('reception.recent.empty.todo')}</p>
            </Empty>
          )}
        </Section>
        <Section title={t('reception.steps')}>
          <ol className={style.steps}>
            <li>{t('reception.step1')}</li>
            <li>{t('reception.step2')}</li>
            <li>{t('reception.step3')}</li>
          </ol>
          <p className={style.never}>{t('reception.never')}</p>
        </Section>
      </div>
    </Page>
  )
}
