import type { StaffRequest } from '#shared/contract/requests'
import style from './customer-line.module.css'
import { useWords } from './messages.tsx'

/** Whose it is, in every dialog that ends, stops or resumes: name, reading, branch and number, as at the head of the page. */
export function CustomerLine({
  customer,
}: {
  customer: NonNullable<StaffRequest['customer']> | null
}) {
  const { t } = useWords()
  if (!customer) return null
  const { name, kana, channel, branchName, maskedNumber } = customer
  return (
    <p className={style.line}>
      <strong>
        {name}（{kana}）
      </strong>
      <span>
        {t('customer.sub', {
          channel: t(`channel.${channel}`),
          branch: branchName,
          number: maskedNumber,
        })}
      </span>
    </p>
  )
}
