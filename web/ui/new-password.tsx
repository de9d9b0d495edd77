import { PasswordInput, type PasswordInputProps } from '@mantine/core'

/** A password that is being chosen. What is expected stands there before anything was typed. */
export const NewPassword = (props: PasswordInputProps) => (
  <PasswordInput
    label="Password"
    description="At least 15 characters. A few unrelated words are easy to keep in mind."
    autoComplete="new-password"
    visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
    {...props}
  />
)

/** Tells a password manager whose password it keeps, where the address is no field of the form. */
export const UsernameForManagers = ({ email }: { email: string }) => (
  <input type="email" name="username" autoComplete="username" value={email} readOnly hidden />
)
