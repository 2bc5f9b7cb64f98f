import type { MessageKey } from '#shared/messages/ja'
import type { Role } from '#shared/staff'

export interface MenuEntry {
  path: string
  label: MessageKey
  /** Pressed after G. */
  key: string
  roles: readonly Role[]
}

const withCustomers: readonly Role[] = ['clerk', 'officer', 'hq-admin', 'auditor']

/** The menu is this table; a role sees its rows and no others. */
export const menu: readonly MenuEntry[] = [
  { path: '/', label: 'menu.today', key: 'd', roles: withCustomers },
  { path: '/requests', label: 'menu.requests', key: 'r', roles: withCustomers },
  { path: '/grants', label: 'menu.grants', key: 'l', roles: ['officer', 'hq-admin', 'auditor'] },
  {
    path: '/customers',
    label: 'menu.customers',
    key: 'c',
    roles: ['officer', 'hq-admin', 'auditor'],
  },
  { path: '/providers', label: 'menu.providers', key: 'p', roles: [...withCustomers, 'sysadmin'] },
  { path: '/consent', label: 'menu.consent', key: 'v', roles: [...withCustomers, 'sysadmin'] },
  {
    path: '/audit',
    label: 'menu.audit',
    key: 'a',
    roles: ['officer', 'hq-admin', 'auditor', 'sysadmin'],
  },
  { path: '/imports', label: 'menu.imports', key: 'i', roles: ['hq-admin', 'sysadmin'] },
  { path: '/staff', label: 'menu.staff', key: 'e', roles: ['hq-admin', 'auditor', 'sysadmin'] },
  { path: '/retention', label: 'menu.retention', key: 'h', roles: ['hq-admin', 'auditor'] },
  { path: '/settings', label: 'menu.settings', key: 't', roles: [...withCustomers, 'sysadmin'] },
  { path: '/system', label: 'menu.system', key: 's', roles: [...withCustomers, 'sysadmin'] },
]

export function menuOf(role: Role): readonly MenuEntry[] {
  return menu.filter((entry) => entry.roles.includes(role))
}
