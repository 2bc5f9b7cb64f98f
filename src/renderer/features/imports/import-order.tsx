import { Link } from 'react-router'
import type { ImportOverview } from '#shared/contract/imports'
import { roleMay } from '#shared/contract/may'
import { importNeeds } from '#shared/import-columns'
import { PlainTable, Section } from '#ui'
import { timeText, useMe, useWords } from '#words'
import style from './imports.module.css'

/** What is there already, and what each kind of file needs before it. */
export function ImportOrder({ overview }: { overview: ImportOverview }) {
  const { t } = useWords()
  const { role } = useMe()
  const lacking = t('imports.lackingQuestions', { count: overview.lackingQuestions })
  return (
    <Section title={t('imports.order')}>
      <p>{t('imports.order.lead')}</p>
      <div className={style.order}>
        <PlainTable
          label={t('imports.order')}
          rows={overview.kinds.map((one, id) => ({ ...one, id }))}
          rowId={(one) => one.id}
          columns={[
            {
              id: 'kind',
              header: t('imports.kind'),
              value: (one) => t(`imports.kind.${one.kind}`),
            },
            {
              id: 'needs',
              header: t('imports.order.needs'),
              width: 14,
              value: (one) =>
                importNeeds[one.kind].map((needed) => t(`imports.kind.${needed}`)).join('、') ||
                t('imports.order.none'),
            },
            {
              id: 'there',
              header: t('imports.order.there'),
              width: 8,
              align: 'end',
              value: (one) => one.there ?? -1,
              cell: (one) => one.there?.toLocaleString('ja-JP') ?? '',
            },
            {
              id: 'last',
              header: t('imports.order.last'),
              width: 12,
              value: (one) => one.lastAt ?? 0,
              cell: (one) =>
                one.lastAt === null ? t('imports.order.never') : timeText(one.lastAt),
            },
          ]}
        />
      </div>
      {overview.lackingQuestions > 0 && (
        <p>
          {roleMay(role, 'customers.list') ? (
            <Link to="/customers?without=questions">{lacking}</Link>
          ) : (
            lacking
          )}
        </p>
      )}
    </Section>
  )
}
