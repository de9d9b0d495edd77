import { Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { findRequest } from '../../../shared/requests.ts'
import { reading } from '../../api.ts'
import { useSignOut } from '../../frames/header-end.tsx'
import { useMe } from '../../me.ts'
import { isProblem } from '../../problem.ts'
import { TextButton } from '../../ui/text-button.tsx'
import { NothingHere } from '../page-refused.tsx'
import { CopyTyped } from './not-sent.tsx'
import type { Typed } from './typed.ts'

type GoneProps = { id: string; typed: Typed | null; children: ReactNode }

/** A request that is not there for this person. What they were writing stays, until they leave. */
export class GoneWhileAnswering extends Component<GoneProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    const { error } = this.state
    const { id, typed, children } = this.props
    if (!error) return children
    if (!isProblem(error) || error.status !== 404) throw error
    return (
      <>
        {typed && <LastTyped id={id} typed={typed} />}
        <NothingHere />
        <OtherAddress />
      </>
    )
  }
}

/** Beside the questions as they were read last. */
function LastTyped({ id, typed }: { id: string; typed: Typed }) {
  const request = useQueryClient().getQueryData(reading(findRequest, { id }).queryKey)
  return <CopyTyped typed={typed} questions={request?.asked.questions ?? []} why="What you wrote was not sent" />
}

/** Who follows a mail while somebody else is signed in here would look for it in vain. */
function OtherAddress() {
  const { user } = useMe()
  const leave = useSignOut()
  return (
    <Text mt="md" maw="60ch">
      You are signed in as <b style={{ overflowWrap: 'anywhere' }}>{user.email}</b>. Did a mail lead you here? Sign in
      with the address it was sent to.{' '}
      <TextButton size="md" onClick={leave}>
        Sign out
      </TextButton>
    </Text>
  )
}
