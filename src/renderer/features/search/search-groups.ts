import type { desk } from '#desk'
import type { CustomerSummary } from '#shared/contract/customers'
import type { MessageKey, Say } from '#shared/messages/catalogue'
import { searchKey } from '#shared/search-key'
import { optional, timeText } from '#words'

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
type Found = Awaited<ReturnType<typeof desk.customers.search>>

const customer =
  (group: MessageKey, t: Say) =>
  (one: CustomerSummary): Option => ({
    id: `customer-${one.id}`,
    group,
    to: `/customers/${one.id}`,
    main: `${one.name}（${one.kana}）`,
    side: `${one.branchName}　${one.maskedNumber}　${t('search.liveGrants', { count: one.liveGrants })}`,
  })
const command = ({ label, run }: Command): Option => ({
  id: `command-${label}`,
  group: 'search.commands',
  to: run,
  main: label,
  side: '',
})

/** Before anything is typed: the customers opened last, and all commands where they were asked for. */
export function optionsBefore(
  t: Say,
  recent: readonly CustomerSummary[],
  commands: readonly Command[],
): Option[] {
  return [...recent.map(customer('search.recent', t)), ...commands.map(command)]
}

/** What was found for a text, by kind, and the commands whose name holds it. */
export function optionsFor(
  t: Say,
  text: string,
  found: Found | undefined,
  commands: readonly Command[],
): Option[] {
  const key = searchKey(text)
  return [
    ...(found?.requests ?? []).map(
      (one): Option => ({
        id: `request-${one.id}`,
        group: 'menu.requests',
        to: `/requests/${one.id}`,
        main: `${one.number}　${one.customerName}`,
        side: timeText(one.openedAt),
      }),
    ),
    ...(found?.grants ?? []).map(
      (one): Option => ({
        id: `grant-${one.id}`,
        group: 'menu.grants',
        to: `/customers/${one.customerId}`,
        main: `${one.label}　${one.customerName}`,
        side: '',
      }),
    ),
    ...(found?.customers ?? []).map(customer('menu.customers', t)),
    ...(found?.providers ?? []).map(
      (one): Option => ({
        id: `provider-${one.id}`,
        group: 'menu.providers',
        to: `/providers/${one.id}`,
        main: one.name,
        side: optional(t, `providerStatus.${one.status}`, one.status),
      }),
    ),
    ...commands.filter(({ label }) => key !== '' && searchKey(label).includes(key)).map(command),
  ]
}
