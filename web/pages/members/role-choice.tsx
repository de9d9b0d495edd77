import { Radio, Stack } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { roleAllows, roleNames, roles } from '../../../shared/permissions.ts'
import choice from '../../ui/choice.module.css'
import { useTeam } from './open-team.ts'

type FieldProps = ReturnType<UseFormReturnType<{ role: string }>['getInputProps']>
type RoleChoiceProps = FieldProps & {
  label: string
  /** The only admin stays one. */
  onlyAdmin?: boolean
  /** The dialog begins here. */
  focused?: boolean
}

/** One of the roles, each with what it may do. */
export function RoleChoice({ onlyAdmin = false, focused = false, ...field }: RoleChoiceProps) {
  const { kind } = useTeam().workspace.organization
  return (
    <Radio.Group {...field}>
      <Stack gap={6}>
        {roleNames.map((name) => (
          <Radio
            key={name}
            value={name}
            label={roles[name]}
            description={roleAllows[kind][name]}
            disabled={onlyAdmin && name !== 'admin'}
            className={choice.card ?? ''}
            {...(focused && field.value === name && { 'data-autofocus': true })}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
