import type { ProviderMatch } from '#shared/contract/providers'
import type { Say } from '#shared/messages/catalogue'

/** By what a search found a provider, where its names do not show it. */
export const matchText = (t: Say, { kind, words }: ProviderMatch): string =>
  t(`provider.by.${kind}`, { words })
