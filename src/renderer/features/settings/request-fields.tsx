import { Role } from '#shared/staff'
import { Choices, SelectInput, TextInput } from '#ui'
import { useWords } from '#words'
import { NumberField, type Props } from './settings-fields.tsx'

const items = [
  'name',
  'birth-date',
  'address',
  'phone',
  'account',
  'transaction',
  'call-back',
] as const
const uses = ['mandatory', 'optional', 'off'] as const

/** How requests are taken: what is asked of a caller, and when a second person must look (R48, R51, R53, R89, U29). */
export function RequestFields(props: Props) {
  const { t } = useWords()
  const { draft, change, readOnly, error } = props
  const chosen = draft.identityItems as Record<(typeof items)[number], (typeof uses)[number]>
  return (
    <>
      {items.map((item) => (
        <SelectInput
          key={item}
          label={`${t('request.identity')}　${t(`identity.${item}`)}`}
          placeholder=""
          isDisabled={readOnly}
          value={chosen[item]}
          options={uses.map((value) => ({ value, label: t(`settings.identity.${value}`) }))}
          onChange={(use) => change({ identityItems: { ...chosen, [item]: use } })}
        />
      ))}
      <NumberField {...props} name="identityMinimum" />
      <NumberField {...props} name="identityTries" />
      <NumberField {...props} name="callMinutes" />
      <NumberField {...props} name="searchesPerHour" />
      <NumberField {...props} name="searchesPerCustomer" />
      <NumberField {...props} name="phoneChangedDays" />
      <NumberField {...props} name="reauthenticateMinutes" />
      <TextInput
        half
        label={t('settings.businessDayEnds')}
        value={String(draft.businessDayEnds)}
        isReadOnly={readOnly}
        onChange={(value) => change({ businessDayEnds: value })}
        error={error('businessDayEnds')}
      />
      <Choices<Role>
        label={t('settings.secondFactorRoles')}
        values={draft.secondFactorRoles as Role[]}
        options={Role.options.map((value) => ({
          value,
          label: t(`role.${value}`),
          disabled: readOnly,
        }))}
        onChange={(secondFactorRoles) => change({ secondFactorRoles })}
      />
      <Choices
        single
        label={t('settings.ownBranchOnly')}
        values={[draft.ownBranchOnly ? 'on' : 'off']}
        options={(['on', 'off'] as const).map((value) => ({
          value,
          label: t(`settings.${value}`),
          disabled: readOnly,
        }))}
        onChange={([value]) => change({ ownBranchOnly: value === 'on' })}
      />
    </>
  )
}
