import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { deskQuery } from '#desk'
import type { StaffAccount } from '#shared/contract/staff'
import { Badge, Banner, Button, Page, PlainTable, type TableColumn } from '#ui'
import { dateText, Loaded, useAddressFilter, useMay, useMe, useWords, Waits } from '#words'
import { type Done, StaffDialog } from './staff-dialog.tsx'

/** Accounts, roles and branches (R88). Managers see no passwords and cannot open their own row. */
export function StaffPage() {
  const { t } = useWords()
  const me = useMe()
  const mayEdit = useMay('staff.update')
  const queries = useQueryClient()
  const list = useQuery(deskQuery.staff.list.queryOptions())
  const { search, setFilter } = useAddressFilter()
  const [chosen, setEditing] = useState<StaffAccount | 'new' | null>(null)
  // Whoever is named in the address, such as by a link of きょう, is opened at once.
  const named = mayEdit && list.data?.staff.find(({ id }) => String(id) === search.get('open'))
  const editing = chosen ?? (named && named.id !== me.id ? named : null)
  const close = (): void => {
    setEditing(null)
    setFilter('open', null)
  }
  const readAgain = (): void =>
    void queries.invalidateQueries({ queryKey: deskQuery.staff.list.key() })
  const [done, setDone] = useState<Done | null>(null)
  const columns: TableColumn<StaffAccount>[] = [
    { id: 'loginId', header: t('signIn.loginId'), width: 10, value: (one) => one.loginId },
    { id: 'name', header: t('identity.name'), value: (one) => one.name },
    { id: 'role', header: t('word.role'), width: 9, value: (one) => t(`role.${one.role}`) },
    {
      id: 'branch',
      header: t('word.branch'),
      width: 10,
      value: (one) => (one.branchCode ? `${one.branchCode} ${one.branchName ?? ''}` : '—'),
    },
    {
      id: 'createdAt',
      header: t('staff.createdAt'),
      width: 7.5,
      value: (one) => one.createdAt,
      cell: (one) => dateText(one.createdAt),
    },
    {
      id: 'state',
      header: t('word.state'),
      width: 11,
      value: (one) => t(`staffState.${one.state}`),
      cell: (one) => {
        const [tone, shape] = looks[one.state]
        return (
          <Badge tone={tone} shape={shape}>
            {t(`staffState.${one.state}`)}
          </Badge>
        )
      },
    },
  ]
  return (
    <Page
      title={t('menu.staff')}
      sub={t('staff.lead')}
      fill
      action={
        mayEdit && (
          <Button kind="primary" onPress={() => setEditing('new')}>
            {t('staff.new')}
          </Button>
        )
      }
    >
      {typeof done?.waits === 'number' && <Waits id={done.waits} />}
      {done?.code && (
        <Banner
          tone="good"
          title={t('staff.codeMade')}
          action={
            <Button small onPress={() => setDone(null)}>
              {t('word.close')}
            </Button>
          }
        >
          <p>
            <strong>
              {t(done.waits !== null ? 'staff.half' : 'staff.handOver', {
                name: done.name,
                code: done.code,
              })}
            </strong>
          </p>
          <p>{t(done.waits !== null ? 'staff.half.todo' : 'staff.handOver.todo')}</p>
        </Banner>
      )}
      <Loaded query={list} lines={6}>
        {({ staff }) => (
          <PlainTable
            label={t('menu.staff')}
            rows={staff}
            columns={columns}
            rowId={(one) => one.id}
            {...(mayEdit && {
              onOpen: (one: StaffAccount) => {
                if (one.id !== me.id) setEditing(one)
              },
            })}
          />
        )}
      </Loaded>
      {editing && list.data && (
        <StaffDialog
          account={editing === 'new' ? null : editing}
          branches={list.data.branches}
          onClose={close}
          onDone={(result) => {
            close()
            setDone(result)
            readAgain()
          }}
          onRefused={readAgain}
        />
      )}
    </Page>
  )
}

const looks = {
  open: ['good', '●'],
  enrolling: ['info', '○'],
  'no-code': ['warn', '▲'],
  'locked-out': ['warn', '▲'],
  disabled: ['ended', '■'],
} as const
