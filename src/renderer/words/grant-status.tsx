import type { GrantStatus } from '#shared/grant'
import type { ProviderStatus } from '#shared/provider-status'
import { Badge, type BadgeTone } from '#ui'
import { useWords } from './messages.tsx'

const looks: Record<GrantStatus | 'ending-soon' | 'provider-suspended', [BadgeTone, string]> = {
  awaiting: ['info', '○'],
  active: ['good', '●'],
  'ending-soon': ['warn', '▲'],
  held: ['hold', '‖'],
  'provider-suspended': ['hold', '‖'],
  rejected: ['ended', '■'],
  lapsed: ['ended', '■'],
  expired: ['danger', '✕'],
  revoked: ['ended', '■'],
  terminated: ['ended', '■'],
  superseded: ['ended', '■'],
}
const soonDays = 7

export function GrantBadge({
  grant,
}: {
  grant: { status: GrantStatus; daysLeft: number; providerSuspended: boolean }
}) {
  const { t } = useWords()
  const shown =
    grant.status !== 'active'
      ? grant.status
      : grant.providerSuspended
        ? 'provider-suspended'
        : grant.daysLeft <= soonDays
          ? 'ending-soon'
          : 'active'
  const [tone, shape] = looks[shown]
  return (
    <Badge tone={tone} shape={shape}>
      {t(`grantStatus.${shown}`)}
    </Badge>
  )
}

const providerLooks: Record<ProviderStatus, [BadgeTone, string]> = {
  draft: ['ended', '□'],
  review: ['info', '○'],
  approval: ['info', '○'],
  active: ['good', '●'],
  restricted: ['hold', '◐'],
  suspended: ['hold', '‖'],
  ended: ['ended', '■'],
}

export function ProviderBadge({ status }: { status: ProviderStatus }) {
  const { t } = useWords()
  const [tone, shape] = providerLooks[status]
  return (
    <Badge tone={tone} shape={shape}>
      {t(`providerStatus.${status}`)}
    </Badge>
  )
}
