import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { deskQuery } from '#desk'
import { Banner, Button, Choices, Section } from '#ui'
import { Failure, useMay, useWords, Waits } from '#words'

interface User {
  id: number
  userName: string
  mayConsent: boolean
  leftOn: string | null
  hasLeft: boolean
}

const day = (iso: string | null): string => (iso ?? '').replaceAll('-', '/')

/** Who may consent for the company: any of its users, or those named; and who was a user and is one no more. */
export function CompanyUsers({
  customerId,
  consentBy,
  users: all,
}: {
  customerId: number
  consentBy: 'any' | 'named'
  users: readonly User[]
}) {
  const { t } = useWords()
  const mayEdit = useMay('customers.setConsent')
  const queries = useQueryClient()
  // What is chosen here and not saved yet; what a file or somebody else changes meanwhile shows otherwise.
  const [edited, setEdited] = useState<{ rule?: 'any' | 'named'; named?: string[] }>({})
  // What is chosen while a choice is being saved stays.
  const sent = useRef(edited)
  const users = all.filter(({ hasLeft }) => !hasLeft)
  const left = all.filter(({ hasLeft }) => hasLeft)
  const may = users.filter((user) => user.mayConsent).map((user) => String(user.id))
  const { rule = consentBy, named = may } = edited
  const save = useMutation(
    deskQuery.customers.setConsent.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: deskQuery.customers.key() })
        setEdited((now) => (now === sent.current ? {} : now))
      },
    }),
  )
  const saved = Object.keys(edited).length === 0 ? save.data : undefined
  const nobody = rule === 'named' && named.length === 0
  return (
    <Section title={t('customer.users')}>
      {may.length === 0 && <Banner tone="warn" title={t('customer.users.none')} />}
      {mayEdit && <p>{t('customer.users.second')}</p>}
      <Choices
        single
        label={t('customer.users')}
        values={[rule]}
        options={(['any', 'named'] as const).map((value) => ({
          value,
          label: t(`customer.users.${value}`),
          disabled: !mayEdit,
        }))}
        onChange={([value]) => setEdited({ ...edited, rule: value ?? 'any' })}
      />
      <Choices
        label={t('customer.users.named')}
        values={rule === 'any' ? users.map((user) => String(user.id)) : named}
        options={users.map((user) => ({
          value: String(user.id),
          label:
            user.leftOn === null
              ? user.userName
              : t('customer.users.leaves', { name: user.userName, date: day(user.leftOn) }),
          disabled: !mayEdit || rule === 'any',
        }))}
        onChange={(ids) => setEdited({ ...edited, named: ids })}
        error={nobody && mayEdit ? t('customer.users.nobody') : undefined}
      />
      {left.length > 0 && (
        <p>
          {t('customer.users.left', {
            names: left
              .map(({ userName: name, leftOn }) =>
                t('customer.users.left.name', { name, date: day(leftOn) }),
              )
              .join('、'),
          })}
          <br />
          {t('customer.users.left.hint')}
        </p>
      )}
      {/* Where the eye is when 保存する is pressed. */}
      {save.error && <Failure error={save.error} />}
      {typeof saved?.waits === 'number' && <Waits id={saved.waits} />}
      {saved?.waits === null && <Banner tone="good" title={t('customer.users.saved')} />}
      {mayEdit && (
        <div>
          <Button
            isPending={save.isPending}
            isDisabled={nobody}
            onPress={() => {
              sent.current = edited
              save.mutate({ id: customerId, consentBy: rule, users: named.map(Number) })
            }}
          >
            {t('word.save')}
          </Button>
        </div>
      )}
    </Section>
  )
}
