import { takesTests } from '#shared/connection-test'
import type { ProviderInput } from '#shared/provider'
import { systemContext } from '../actor.ts'
import type { Engine } from '../engine.ts'
import { changeProviderStatus } from '../providers/change-status.ts'
import { listProviders } from '../providers/list.ts'
import { providerByClientId } from '../providers/provider.ts'
import { createProvider, updateProvider } from '../providers/save.ts'
import type { Provider } from '../providers/shape.ts'

/** As a test engine has it: without the registration number, which another provider there may have had. */
function copyOf(provider: Provider): ProviderInput {
  const { name, kana, servicePersonal, serviceBusiness, contact, site, privacyPolicy } = provider
  const { purpose, channels, scopes, redirectUris, jwks, jwksUri, signingAlgorithm } = provider
  const { dpop, asksServices, asksAccounts, policy } = provider
  return {
    ...{ name, kana, servicePersonal, serviceBusiness, contact, site, privacyPolicy },
    ...{ purpose, channels, scopes, redirectUris, jwks, jwksUri, signingAlgorithm },
    ...{ dpop, asksServices, asksAccounts, policy, registrationNumber: '' },
  }
}

const isSame = (one: ProviderInput, other: ProviderInput): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

async function move(test: Engine, clientId: string, to: readonly ['active'] | typeof first) {
  for (const status of to) {
    const { id, version } = providerByClientId(test, clientId) ?? { id: 0, version: 0 }
    await changeProviderStatus(systemContext(test), { id, version, to: status, reason: '' })
  }
}
const first = ['review', 'approval', 'active'] as const

/**
 * Registers in a test engine whoever is in 審査中 or 承認待ち, as active, and suspends there whoever has left these states. Nothing flows
 * back (decision 0045).
 */
export async function copyRegistrations(real: Engine, test: Engine): Promise<void> {
  const wanted = new Map(
    listProviders(real, null)
      .filter(({ status }) => takesTests(status))
      .map((one) => [one.clientId, one]),
  )
  for (const [clientId, provider] of wanted) {
    const found = providerByClientId(test, clientId)
    const copy = copyOf(provider)
    if (!found) {
      await createProvider(systemContext(test), { ...copy, clientId })
      await move(test, clientId, first)
      continue
    }
    const { id, version } = found
    if (!isSame(copyOf(found), copy))
      await updateProvider(systemContext(test), { id, version, provider: copy })
    if (found.status !== 'active') await move(test, clientId, ['active'])
  }
  for (const { id, version, clientId, status } of listProviders(test, null))
    if (status === 'active' && !wanted.has(clientId))
      await changeProviderStatus(systemContext(test), {
        ...{ id, version, to: 'suspended', cause: 'other', reason: '接続試験の対象ではありません' },
      })
}
