import * as z from 'zod'
import type { Language } from './consent-texts.ts'
import type { Scope } from './grant.ts'

/** 業務 of business banking as B2 lists them, and which scopes each gives. */
export const BusinessService = z.enum(['account-inquiry', 'balance-inquiry', 'transaction-inquiry'])
export type BusinessService = z.infer<typeof BusinessService>

export const businessServices: Record<
  BusinessService,
  { names: Record<Language, string>; scopes: Scope[] }
> = {
  'transaction-inquiry': {
    names: { ja: '入出金明細照会', en: 'Transaction inquiry' },
    scopes: ['accounts', 'transactions'],
  },
  'balance-inquiry': {
    names: { ja: '残高照会', en: 'Balance inquiry' },
    scopes: ['accounts', 'balances'],
  },
  'account-inquiry': {
    names: { ja: '口座情報照会', en: 'Account inquiry' },
    scopes: ['accounts'],
  },
}

/** The services that a request for these scopes amounts to, most consequential first. */
export function servicesFor(scopes: readonly Scope[]): BusinessService[] {
  const wanted = scopes.filter((scope) => scope !== 'accounts')
  const services = (Object.keys(businessServices) as BusinessService[]).filter((service) =>
    businessServices[service].scopes.some(
      (scope) => scope !== 'accounts' && wanted.includes(scope),
    ),
  )
  return services.length > 0 ? services : ['account-inquiry']
}

/** The scopes that chosen services give, at most those that the provider asked for. */
export function scopesOf(services: readonly BusinessService[], asked: readonly Scope[]): Scope[] {
  const allowed = new Set(services.flatMap((service) => businessServices[service].scopes))
  return asked.filter((scope) => allowed.has(scope))
}
