import { useBlocker } from '@tanstack/react-router'
import { Confirm } from './confirm.tsx'

type LeaveGuardProps = {
  /** Whether something would be lost. */
  isUnsaved: boolean
  /** Where one goes without being asked; it may take a moment to find out. */
  mayGo: (pathname: string) => boolean | Promise<boolean>
  /** What would be lost. */
  children: string
}

/** Asks before what was typed is lost: by a link, by *Back*, and, in the browser's words, by closing the window. */
export function LeaveGuard({ isUnsaved, mayGo, children }: LeaveGuardProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && !(await mayGo(next.pathname)),
    disabled: !isUnsaved,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  })
  return (
    <Confirm
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title="Leave without saving?"
      keep="Stay"
      act="Leave"
      danger
      onConfirm={() => proceed?.()}
    >
      {children}
    </Confirm>
  )
}
