import {
  isAnswered,
  noticeOf,
  type ProviderRequest,
  type ProviderStatus,
  providerRequests,
  statusMatrix,
} from '#shared/provider-status'
import { Facts } from '#ui'
import { useWords } from '#words'

/** What goes on in a status, what is refused with which answer, and what customers read: the row of the matrix in words. */
export function StatusEffects({ status }: { status: ProviderStatus }) {
  const { t } = useWords()
  const named = (requests: readonly ProviderRequest[]): string =>
    requests.length === providerRequests.length
      ? t('provider.effects.all')
      : requests.map((request) => t(`providerRequest.${request}`)).join('、') ||
        t('provider.effects.none')
  const refused = providerRequests.filter((request) => !isAnswered(status, request))
  const answers = [...new Set(refused.map((request) => statusMatrix[status][request]))]
  const notice = noticeOf[status]
  return (
    <Facts
      items={[
        [
          t('provider.effects.served'),
          named(providerRequests.filter((request) => isAnswered(status, request))),
        ],
        [t('provider.effects.refused'), named(refused)],
        ...(answers.length > 0
          ? [
              [t('provider.effects.told'), <code key="told">{answers.join(' / ')}</code>] as [
                string,
                React.ReactNode,
              ],
            ]
          : []),
        ...(notice === null
          ? []
          : [[t('provider.effects.reads'), t(`screen.${notice}`)] as [string, React.ReactNode]]),
      ]}
    />
  )
}
