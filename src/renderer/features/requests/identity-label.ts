import type { Channel } from '#shared/grant'
import type { MessageKey } from '#shared/messages/catalogue'
import type { IdentityItem } from '#shared/request'

/** A company has no birth date; its date of foundation is asked. */
export function identityLabel(item: IdentityItem, channel: Channel | null | undefined): MessageKey {
  return item === 'birth-date' && channel === 'business' ? 'identity.founded' : `identity.${item}`
}
