import { query } from '#db'
import type { TestCustomer } from '#shared/contract/connection-test'
import type { ConnectionNotice } from '#shared/contract/providers'
import { AppError } from '#shared/errors'
import { japanese as t } from '#shared/messages/catalogue'
import type { CallLimits } from '#shared/traffic'
import { act } from '../act.ts'
import type { Engine } from '../engine.ts'
import { entryOf } from '../ledger/entries.ts'
import { callLimits, policyFor } from '../policy.ts'
import { jwksOf } from './key-sets.ts'
import { providerById } from './provider.ts'
import { fingerprint } from './public-key.ts'
import { serverAddresses } from './server-addresses.ts'
import type { Provider } from './shape.ts'

/** Where providers find this union. */
export interface NoticePlace {
  issuer: string
  /** Where they test, if that is open. */
  test: { issuer: string; customers: readonly TestCustomer[] } | null
}

type Section = ConnectionNotice['sections'][number]

const madeBefore = query<{ id: number }>()((k, v) =>
  k
    .selectFrom('auditEntries')
    .select(['after', 'at'])
    .where('targetKind', '=', 'provider')
    .where('targetId', '=', v('id'))
    .where('action', '=', 'providers.notice')
    .where('outcome', '=', 'done')
    .orderBy('id', 'desc'),
)

/** What the registry says to a provider's engineers of the connection. */
function sectionsOf(engine: Engine, provider: Provider, { issuer, test }: NoticePlace): Section[] {
  const house = engine.settings.get('institution')
  const at = (path: string): string => `${issuer}${path}`
  const server = serverAddresses(issuer)
  const ledger = (item: string): string => entryOf(engine, provider.id, item)?.value || '—'
  const keys = jwksOf(engine, provider)?.keys ?? []
  const sections: Section[] = [
    {
      title: t('notice.party'),
      rows: [
        [t('provider.name'), provider.name],
        [t('provider.registrationNumber'), provider.registrationNumber || t('provider.unverified')],
        [t('provider.servicePersonal'), provider.servicePersonal || '—'],
        [t('provider.serviceBusiness'), provider.serviceBusiness || '—'],
        [t('word.state'), t(`providerStatus.${provider.status}`)],
      ],
    },
    {
      title: t('notice.server'),
      rows: [
        [t('connectionTest.issuer'), server.issuer],
        [t('connectionTest.metadata'), at('/.well-known/oauth-authorization-server')],
        [t('notice.par'), server.pushed_authorization_request_endpoint],
        [t('notice.authorization'), server.authorization_endpoint],
        [t('notice.token'), server.token_endpoint],
        [t('notice.introspection'), server.introspection_endpoint],
        [t('notice.revocation'), server.revocation_endpoint],
        [t('notice.jwks'), server.jwks_uri],
        [t('connectionTest.api'), at('/api/v1')],
        [t('notice.openapi'), at('/api/v1/openapi.json')],
      ],
    },
    {
      title: t('notice.client'),
      rows: [
        [t('provider.clientId'), provider.clientId],
        [
          t('notice.authentication'),
          `private_key_jwt（${provider.signingAlgorithm}）、aud = ${issuer}`,
        ],
        [
          t('provider.keys'),
          [provider.jwksUri, ...keys.map(fingerprint)].filter(Boolean).join('\n') || '—',
        ],
        [t('provider.dpop'), t(provider.dpop ? 'provider.dpop.on' : 'provider.dpop.off')],
        [t('provider.redirectUris'), provider.redirectUris.join('\n')],
        ['scope', provider.scopes.map((scope) => `${scope}（${t(`scope.${scope}`)}）`).join('\n')],
        ['channel', provider.channels.map((one) => `${one}（${t(`channel.${one}`)}）`).join('\n')],
      ],
    },
    { title: t('notice.limits'), rows: limitsOf(engine, provider) },
    {
      title: t('notice.errors'),
      rows: (
        ['invalid_client', 'invalid_token', 'invalid_grant', 'access_denied', '429', '503'] as const
      ).map((code) => [code, t(`notice.error.${code}`)]),
    },
  ]
  if (test)
    sections.push({
      title: t('connectionTest.channel'),
      rows: [
        [t('connectionTest.issuer'), test.issuer],
        [t('connectionTest.api'), `${test.issuer}/api/v1`],
        ...test.customers.map((one): [string, string] => [
          t('notice.testCustomer', { name: one.name }),
          testCustomerText(one),
        ]),
      ],
    })
  sections.push({
    title: t('notice.contacts'),
    rows: [
      [t('notice.ours'), `${house.name}　${house.phone}　${house.phoneHours}`],
      [t('ledger.party.technical'), ledger('party.technical')],
      [t('ledger.party.incident'), ledger('party.incident')],
    ],
  })
  return sections
}

function testCustomerText(one: TestCustomer): string {
  const secret = one.inquiryPin || one.questions.map((q) => `${q.question}＝${q.answer}`).join('、')
  return [
    `${t('connectionTest.loginId')} ${one.loginId}`,
    `${t('signIn.password')} ${one.password}`,
    ...(one.userNumber === '' ? [] : [`${t('connectionTest.userNumber')} ${one.userNumber}`]),
    ...(secret === '' ? [] : [`${t('connectionTest.secret')} ${secret}`]),
  ].join('／')
}

/** Seconds and days as they are in force for this provider. */
const limitsOf = (engine: Engine, provider: Provider): [string, string][] => [
  ...provider.channels.flatMap((channel): [string, string][] => {
    const { validityDays, accessTokenSeconds } = policyFor(engine, channel, provider)
    const name = t(`channel.${channel}`)
    return [
      [
        t('notice.validity', { name }),
        validityDays === null ? t('notice.undecided') : t('notice.days', { n: validityDays }),
      ],
      [t('notice.accessToken', { name }), t('notice.seconds', { n: accessTokenSeconds })],
    ]
  }),
  [t('notice.code'), t('notice.seconds', { n: 60 })],
  [t('notice.page'), t('notice.rows', { n: 500 })],
  ...callsOf(callLimits(engine, provider)),
]

const callsOf = ({ unattendedPerDay, callsPerMinute }: CallLimits): [string, string][] => [
  [t('notice.unattended'), t('notice.unattended.says', { n: unattendedPerDay })],
  [t('notice.perMinute'), t('notice.perMinute.says', { n: callsPerMinute })],
]

/** Each line as it is compared with that of the former notice. */
const linesOf = (sections: readonly Section[]): string[] =>
  sections.flatMap(({ title, rows }) =>
    rows.map(([name, value]) => `${title}・${name}：${value.replaceAll('\n', '、')}`),
  )

/**
 * Makes the 接続通知書 of a provider from the registry: what its engineers need, and what is new since the one before. That it was made,
 * with all that it says, is in the audit.
 * @throws AppError provider.not-found, provider.ended
 */
export function makeNotice(place: NoticePlace) {
  return act('providers.notice', ({ engine }, { id }: { id: number }) => {
    const provider = providerById(engine, id)
    if (!provider) throw new AppError('provider.not-found')
    if (provider.status === 'ended') throw new AppError('provider.ended')
    const former = engine.store.statement(madeBefore).all({ id })
    const sections = sectionsOf(engine, provider, place)
    const lines = linesOf(sections)
    const [last] = former
    const before = last
      ? ((JSON.parse(last.after ?? '{}') as { notice?: string[] }).notice ?? [])
      : undefined
    const result: ConnectionNotice = {
      number: former.length + 1,
      madeAt: engine.clock.now(),
      formerAt: last?.at ?? null,
      sections,
      added: before ? lines.filter((line) => !before.includes(line)) : [],
      gone: before ? before.filter((line) => !lines.includes(line)) : [],
    }
    return {
      target: { kind: 'provider', id, label: provider.name },
      after: { number: result.number, notice: lines },
      result,
    }
  })
}
