import type { desk } from '#desk'
import type { CustomerSummary, FoundCustomer } from '#shared/contract/customers'
import type { MessageKey, Say } from '#shared/messages/catalogue'
import { searchKey } from '#shared/search-key'
import { grantCountsText, matchText, optional, timeText } from '#words'

export interface Option {
  id: string
  group: MessageKey
  /** An address, or what it does. */
  to: string | (() => void)
  main: string
  side: string
}
/** What can be done from anywhere, found by its name. */
export interface Command {
  label: string
  run: () => void
}
export type Found = Awaited<ReturnType<typeof desk.customers.search>>

const option = (group: MessageKey, to: string, id: number, main: string, side = ''): Option => ({
  id: `${group}-${id}`,
  group,
  to,
  main,
  side,
})
const customers = (group: MessageKey, t: Say, all: readonly CustomerSummary[]): Option[] =>
  all.map((one) => {
    const grants = grantCountsText(t, one)
    const side = [one.branchName, one.maskedNumber, ...toldApart(t, one), grants].join('　')
    return option(group, `/customers/${one.id}`, one.id, `${one.name}（${one.kana}）`, side)
  })
/** Of one among several of the same reading: the day of birth for whoever may see it, what differs, and what does not. */
function toldApart(t: Say, one: CustomerSummary & Partial<Pick<FoundCustomer, 'namesake'>>) {
  const { namesake } = one
  if (!namesake) return []
  const differs = t(`search.differs.${namesake.differs}`)
  return [
    ...(namesake.birthDate === null ? [] : [namesake.birthDate.replaceAll('-', '/')]),
    namesake.sameBirth ? t('search.sameBirth', { differs }) : t('search.namesake', { differs }),
  ]
}
const commandOptions = (commands: readonly Command[]): Option[] =>
  commands.map(({ label, run }) => ({
    id: `command-${label}`,
    group: 'search.commands',
    to: run,
    main: label,
    side: '',
  }))

/** Before anything is typed: the customers opened last, and all commands where they were asked for. */
export function optionsBefore(
  t: Say,
  recent: readonly CustomerSummary[],
  commands: readonly Command[],
): Option[] {
  return [...customers('search.recent', t, recent), ...commandOptions(commands)]
}

/** What was found for a text, by kind, and the commands whose name holds it. */
export function optionsFor(
  t: Say,
  text: string,
  found: Found | undefined,
  commands: readonly Command[],
): Option[] {
  const key = searchKey(text)
  const named = commands.filter(({ label }) => key !== '' && searchKey(label).includes(key))
  if (!found) return commandOptions(named)
  return [
    ...found.requests.map(({ id, number, customerName, openedAt }) => {
      const main = `${number}　${customerName}`
      return option('menu.requests', `/requests/${id}`, id, main, timeText(openedAt))
    }),
    ...found.grants.map(({ id, label, customerId, customerName }) =>
      option('menu.grants', `/customers/${customerId}`, id, `${label}　${customerName}`),
    ),
    ...customers('menu.customers', t, found.customers),
    ...found.providers.map(({ id, name, status, by }) => {
      const state = optional(t, `providerStatus.${status}`, status)
      const side = by ? `${state}　${matchText(t, by)}` : state
      return option('menu.providers', `/providers/${id}`, id, name, side)
    }),
    ...commandOptions(named),
  ]
}
