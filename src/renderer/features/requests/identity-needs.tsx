import type { Channel } from '#shared/grant'
import { papers } from '#shared/papers'
import type { IdentityItem, StaffRequestChannel } from '#shared/request'
import type { RequestRule } from '#shared/request-rules'
import { useWords } from '#words'
import { identityLabel } from './identity-label.ts'
import style from './request.module.css'

/** What must agree for this channel and requester, in words made from the rule itself. */
export function IdentityNeeds({
  rule,
  requestChannel,
  channel,
  minimum,
}: {
  rule: RequestRule
  requestChannel: StaffRequestChannel
  channel: Channel
  minimum: number
}) {
  const { t } = useWords()
  if (rule.ways === 'nobody' || rule.ways.length === 0) return null
  const [first, ...more] = rule.ways
  // Of the items alone the line above the fields tells how many agree.
  const plain = first?.papers === 0 && first.all.length + first.oneOf.length === 0
  if (plain && more.length === 0) return null
  const name = (one: string): string =>
    one in papers
      ? t(`paper.${one as keyof typeof papers}`)
      : t(identityLabel(one as IdentityItem, channel))
  const names = (all: readonly string[]): string => all.map(name).join('・')
  const words = rule.ways.map((way) =>
    [
      way.papers > 0 &&
        t(`identityNeed.papers.${requestChannel === 'letter' ? 'letter' : 'counter'}`),
      way.settings && t('identityNeed.items', { n: minimum }),
      way.all.length > 0 && t('identityNeed.all', { items: names(way.all) }),
      way.oneOf.length > 0 && t('identityNeed.oneOf', { items: names(way.oneOf) }),
    ]
      .filter(Boolean)
      .join('＋'),
  )
  return (
    <div className={style.soft}>
      <p>{t(words.length > 1 ? 'identityNeed.title' : 'identityNeed.this')}</p>
      <ul className={style.effects}>
        {words.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </div>
  )
}
