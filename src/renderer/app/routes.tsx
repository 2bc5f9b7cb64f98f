import type { ReactElement } from 'react'
import { type CallName, roleMay } from '#shared/contract/may'
import type { SystemStatus } from '#shared/contract/system'
import type { MessageKey } from '#shared/messages/catalogue'
import type { help } from '#shared/messages/help'
import type { Role } from '#shared/staff'
import type { shortcuts } from '#words'
import { AuditPage } from '../features/audit/audit-page.tsx'
import { CasePage } from '../features/cases/case-page.tsx'
import { NewCasePage } from '../features/cases/new-case-page.tsx'
import { PreviewPage } from '../features/consent/preview-page.tsx'
import { SheetPage } from '../features/consent/sheet-page.tsx'
import { TextEditorPage } from '../features/consent/text-editor-page.tsx'
import { TextsPage } from '../features/consent/texts-page.tsx'
import { WalkPage } from '../features/consent/walk-page.tsx'
import { CustomerPage } from '../features/customers/customer-page.tsx'
import { CustomersPage } from '../features/customers/customers-page.tsx'
import { GrantsPage } from '../features/grants/grants-page.tsx'
import { ImportsPage } from '../features/imports/imports-page.tsx'
import { ConnectionTestPage } from '../features/providers/connection-test-page.tsx'
import { DuePage } from '../features/providers/due-page.tsx'
import { LedgerPage } from '../features/providers/ledger-page.tsx'
import { ProviderEditPage } from '../features/providers/provider-edit-page.tsx'
import { ProviderPage } from '../features/providers/provider-page.tsx'
import { ProvidersPage } from '../features/providers/providers-page.tsx'
import { PublicationPage } from '../features/publication/publication-page.tsx'
import { RequestPage } from '../features/requests/request-page.tsx'
import { RequestPanel } from '../features/requests/request-panel.tsx'
import { RequestsPage } from '../features/requests/requests-page.tsx'
import { RetentionPage } from '../features/retention/retention-page.tsx'
import { SettingsPage } from '../features/settings/settings-page.tsx'
import { StaffPage } from '../features/staff/staff-page.tsx'
import { SystemPage } from '../features/system/system-page.tsx'
import { TodayPage } from '../features/today/today-page.tsx'
import { TrafficPage } from '../features/traffic/traffic-page.tsx'

export interface AppRoute {
  path: string
  /** The page is for roles that may make this call. */
  call: CallName
  element: ReactElement | ((status: SystemStatus | undefined) => ReactElement)
  /** What F1 says of the page (U36). */
  help: keyof typeof help
  /** The keys that do something on it. */
  keys?: readonly (keyof typeof shortcuts)[]
}
const tableKeys = ['rows', 'ends', 'width'] as const
const listKeys = [...tableKeys, 'open'] as const
const customerKeys = [
  ...['revoke', 'hold', 'resume', 'emergency', 'slip', 'toldSlip', 'endRequest', 'anew', 'unlock'],
  ...[...listKeys, 'select', 'range'],
] as const
export interface MenuEntry extends AppRoute {
  label: MessageKey
  /** The key after G. */
  key: string
}

/** All pages. A role has the rows whose call it may make; of two with the same path the first counts. */
const routes: readonly (AppRoute | MenuEntry)[] = [
  {
    path: '/',
    help: 'help.today',
    call: 'requests.counts',
    element: (status) => <TodayPage status={status} />,
    label: 'menu.today',
    key: 'd',
  },
  {
    path: '/',
    help: 'help.system',
    call: 'system.status',
    element: (status) => <SystemPage status={status} />,
  },
  {
    path: '/requests',
    help: 'help.requests',
    keys: listKeys,
    call: 'requests.list',
    element: <RequestsPage />,
    label: 'menu.requests',
    key: 'r',
  },
  {
    path: '/requests/:id',
    help: 'help.request',
    keys: ['slip', 'toldSlip', 'correct', 'endRequest', 'approve'],
    call: 'requests.find',
    element: <RequestPage />,
  },
  {
    path: '/grants',
    help: 'help.grants',
    keys: listKeys,
    call: 'grants.list',
    element: <GrantsPage />,
    label: 'menu.grants',
    key: 'l',
  },
  {
    path: '/customers',
    help: 'help.customers',
    keys: listKeys,
    call: 'customers.list',
    element: <CustomersPage />,
    label: 'menu.customers',
    key: 'c',
  },
  {
    path: '/customers/:id',
    help: 'help.customer',
    keys: customerKeys,
    call: 'customers.find',
    element: <CustomerPage beside={(given) => <RequestPanel key={given.page.id} {...given} />} />,
  },
  {
    path: '/providers',
    help: 'help.providers',
    keys: listKeys,
    call: 'providers.list',
    element: <ProvidersPage />,
    label: 'menu.providers',
    key: 'p',
  },
  {
    path: '/providers/due',
    help: 'help.due',
    keys: tableKeys,
    call: 'ledger.due',
    element: <DuePage />,
  },
  {
    path: '/providers/publication',
    help: 'help.publication',
    keys: tableKeys,
    call: 'publication.find',
    element: <PublicationPage />,
  },
  {
    path: '/providers/new',
    help: 'help.providerEdit',
    call: 'providers.create',
    element: <ProviderEditPage />,
  },
  {
    path: '/providers/:id',
    help: 'help.provider',
    keys: tableKeys,
    call: 'providers.find',
    element: (status) => <ProviderPage halt={status?.halt} />,
  },
  {
    path: '/providers/:id/ledger',
    help: 'help.ledger',
    call: 'ledger.find',
    element: <LedgerPage />,
  },
  {
    path: '/providers/:id/test',
    help: 'help.connectionTest',
    call: 'connectionTest.find',
    element: <ConnectionTestPage />,
  },
  {
    path: '/providers/:id/ending',
    help: 'help.newCase',
    call: 'cases.open',
    element: <NewCasePage key="ending" kind="ending" />,
  },
  {
    path: '/providers/:id/incident',
    help: 'help.newCase',
    call: 'cases.open',
    element: <NewCasePage key="incident" kind="incident" />,
  },
  { path: '/providers/cases/:id', help: 'help.case', call: 'cases.find', element: <CasePage /> },
  {
    path: '/providers/:id/traffic',
    help: 'help.traffic',
    keys: tableKeys,
    call: 'traffic.series',
    element: (status) => <TrafficPage halt={status?.halt} />,
  },
  {
    path: '/traffic',
    help: 'help.traffic',
    keys: tableKeys,
    call: 'traffic.series',
    element: (status) => <TrafficPage halt={status?.halt} />,
  },
  {
    path: '/providers/:id/edit',
    help: 'help.providerEdit',
    call: 'providers.update',
    element: <ProviderEditPage />,
  },
  {
    path: '/consent',
    help: 'help.consent',
    call: 'preview.make',
    element: <PreviewPage />,
    label: 'menu.consent',
    key: 'v',
  },
  { path: '/consent/walk', help: 'help.consent', call: 'preview.make', element: <WalkPage /> },
  { path: '/consent/sheet', help: 'help.consent', call: 'preview.make', element: <SheetPage /> },
  {
    path: '/consent/texts',
    help: 'help.texts',
    keys: listKeys,
    call: 'texts.list',
    element: <TextsPage />,
  },
  {
    path: '/consent/texts/:kind/:number',
    help: 'help.texts',
    call: 'texts.find',
    element: <TextEditorPage />,
  },
  {
    path: '/audit',
    help: 'help.audit',
    keys: listKeys,
    call: 'audit.list',
    element: <AuditPage />,
    label: 'menu.audit',
    key: 'a',
  },
  {
    path: '/imports',
    help: 'help.imports',
    keys: tableKeys,
    call: 'imports.begin',
    element: <ImportsPage />,
    label: 'menu.imports',
    key: 'i',
  },
  {
    path: '/staff',
    help: 'help.staff',
    keys: listKeys,
    call: 'staff.list',
    element: <StaffPage />,
    label: 'menu.staff',
    key: 'e',
  },
  {
    path: '/retention',
    help: 'help.retention',
    keys: tableKeys,
    call: 'retention.overview',
    element: <RetentionPage />,
    label: 'menu.retention',
    key: 'h',
  },
  {
    path: '/settings',
    help: 'help.settings',
    call: 'settings.find',
    element: <SettingsPage />,
    label: 'menu.settings',
    key: 't',
  },
  {
    path: '/system',
    help: 'help.system',
    call: 'system.status',
    element: (status) => <SystemPage status={status} />,
    label: 'menu.system',
    key: 's',
  },
]

export function routesOf(role: Role): readonly AppRoute[] {
  return routes.filter(({ call }) => roleMay(role, call))
}

export function menuOf(role: Role): readonly MenuEntry[] {
  return routesOf(role).filter((route): route is MenuEntry => 'label' in route)
}
