import { type FormEvent, useState } from 'react'
import { desk } from '#desk'
import type { StaffAccount } from '#shared/contract/staff'
import { isAboveClerk, isOfBranch, Role, StaffLoginId, StaffName } from '#shared/staff'
import { Button, Choices, Dialog, DialogButtons, SelectInput, TextInput } from '#ui'
import { Failure, inputError, ProofAgain, useAct, useWords } from '#words'
import style from './staff.module.css'

const none = 'none'
export interface Done {
  name: string
  /** To be handed over: the whole code, or half of it while a second person must agree. */
  code: string | null
  /** The proposal to which another person has to agree first. */
  waits: number | null
}

const seenOf = ({ name, role, branchCode, state }: StaffAccount) => ({
  ...{ name, role, branchCode, disabled: state === 'disabled' },
})

/** Creates or changes an account, closes it, or lets its person enrol anew. */
export function StaffDialog({
  account: given,
  branches,
  onClose,
  onDone,
  onRefused,
}: {
  account: StaffAccount | null
  branches: { code: string; name: string }[]
  onClose: () => void
  onDone: (done: Done) => void
  /** Somebody may have changed it meanwhile: the list is read again. */
  onRefused: () => void
}) {
  const { t } = useWords()
  // As it was when the dialog was opened: what is saved is compared with what the person had before them.
  const [account] = useState(given)
  const [loginId, setLoginId] = useState(account?.loginId ?? '')
  const [name, setName] = useState(account?.name ?? '')
  const [role, setRole] = useState<Role>(account?.role ?? 'clerk')
  const [branch, setBranch] = useState(account?.branchCode ?? none)
  const [closed, setClosed] = useState(account?.state === 'disabled')
  const [tried, setTried] = useState(false)
  const { act, busy, error, proof } = useAct(async (what: 'save' | 'reenrol'): Promise<Done> => {
    const form = { name, role, branchCode: branch === none ? null : branch }
    const { waits, code } =
      account === null
        ? await desk.staff.create({ loginId, ...form })
        : what === 'reenrol'
          ? await desk.staff.reenrol({ id: account.id })
          : await desk.staff
              .update({ id: account.id, ...form, disabled: closed, seen: seenOf(account) })
              .catch((refused: unknown) => {
                onRefused()
                throw refused
              })
    return { name, code, waits }
  }, onDone)
  const idWrong = account === null && !StaffLoginId.safeParse(loginId).success
  const nameWrong = inputError(t, StaffName, name)
  const noBranch = isOfBranch(role) ? 'staff.branch.later' : 'staff.branch.none'
  const needsBranch = isOfBranch(role) && !closed && branches.length > 0
  const branchWrong = needsBranch && branch === none
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!idWrong && nameWrong === undefined && !branchWrong) act('save')
  }
  return (
    <Dialog title={t(account ? 'staff.edit' : 'staff.new')} open onClose={onClose}>
      <form onSubmit={submit} className={style.form}>
        {error && <Failure error={error} />}
        <TextInput
          half
          label={t('signIn.loginId')}
          autoFocus={account === null}
          isReadOnly={account !== null}
          value={loginId}
          onChange={setLoginId}
          error={tried && idWrong ? t('staff.loginId.error') : undefined}
        />
        <TextInput
          half={false}
          label={t('identity.name')}
          value={name}
          onChange={setName}
          error={tried ? nameWrong : undefined}
        />
        <SelectInput
          label={t('word.role')}
          placeholder=""
          value={role}
          onChange={setRole}
          options={Role.options.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
        <SelectInput
          label={t('word.branch')}
          placeholder={t('revoke.choose')}
          value={branchWrong ? null : branch}
          onChange={setBranch}
          error={tried && branchWrong ? t('staff.branch.choose') : undefined}
          options={[
            ...(needsBranch ? [] : [{ value: none, label: t(noBranch) }]),
            ...branches.map((one) => ({ value: one.code, label: `${one.code} ${one.name}` })),
          ]}
        />
        {account && (
          <Choices<'open' | 'closed'>
            label={t('word.state')}
            single
            values={[closed ? 'closed' : 'open']}
            onChange={([value]) => setClosed(value === 'closed')}
            options={[
              { value: 'open', label: t('staffState.open') },
              { value: 'closed', label: t('staffState.disabled') },
            ]}
          />
        )}
        <ProofAgain proof={proof} />
        {isAboveClerk(account?.role ?? role) || isAboveClerk(role) ? (
          <p>{t('staff.second')}</p>
        ) : null}
        <DialogButtons>
          {account && (
            <Button isPending={busy} onPress={() => act('reenrol')}>
              {t('staff.reenrol')}
            </Button>
          )}
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button kind="primary" type="submit" isPending={busy}>
            {t(account ? 'word.save' : 'word.register')}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
