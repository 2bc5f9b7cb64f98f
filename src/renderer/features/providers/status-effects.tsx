import {
  answersOf,
  noticeOf,
  type ProviderRequest,
  type ProviderStatus,
  providerRequests,
} from '#shared/provider-status'
import { Facts } from '#ui'
import { useWords } from '#words'

/**
 * What goes on in a status, what is refused with which answer, and what customers read: the row of the matrix in words.
 * @param halted all providers are refused what a halt refuses, before anybody asks for their status
 */
export function StatusEffects({ status, halted }: { status: ProviderStatus; halted: boolean }) {
  const { t } = useWords()
  const named = (requests: readonly ProviderRequest[]): string =>
    requests.length === providerRequests.length
      ? t('provider.effects.all')
      : requests.map((request) => t(`providerRequest.${request}`)).join('、') ||
        t('provider.effects.none')
  const told = answersOf(status, halted)
  const refused = providerRequests.filter((request) => told[request] !== 'served')
  const answers = [...new Set(refused.map((request) => told[request]))]
  const notice = halted ? 'unavailable' : noticeOf[status]
  return (
    <Facts
      items={[
        [
          t('provider.effects.served'),
          named(providerRequests.filter((request) => told[request] === 'served')),
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
