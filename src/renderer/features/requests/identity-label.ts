import type { Channel } from '#shared/grant'
import type { MessageKey } from '#shared/messages/catalogue'
import type { IdentityItem } from '#shared/request'

/** A company has no birthday: it is asked since when it has been there. */
export function identityLabel(item: IdentityItem, channel: Channel | null | undefined): MessageKey {
  return item === 'birth-date' && channel === 'business' ? 'identity.founded' : `identity.${item}`
}
