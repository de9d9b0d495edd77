import { TextButton } from './text-button.tsx'

/** On a letter there is no account menu: who one is, and the way out. */
export const SignedInAs = ({ email, onSignOut }: { email: string; onSignOut: () => void }) => (
  <>
    Signed in as <b style={{ overflowWrap: 'anywhere' }}>{email}</b>. Not you?{' '}
    <TextButton size="xs" onClick={onSignOut}>
      Sign out
    </TextButton>
  </>
)
