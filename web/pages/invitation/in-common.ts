import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { findInvitation, type Invitation } from '../../../shared/invitations.ts'
import type { Organization } from '../../../shared/organizations.ts'
import { refreshDoors } from '../../api.ts'
import { forgetSecret } from '../../invitation-secret.ts'
import { paths } from '../../paths.ts'
import { isProblem } from '../../problem.ts'
import { readAnew } from '../../session.ts'
import { toast } from '../../ui/toast.tsx'

/** What every case of the page is given. */
export type Case = { invitation: Invitation; secret: string | null; typed: Typed }

/** What outlives a case: the name that was typed, and why the last attempt was refused. */
export type Typed = ReturnType<typeof useTyped>

export function useTyped() {
  const [name, setName] = useState('')
  const [refusal, setRefusal] = useState<Error | null>(null)
  return { name, setName, refusal, setRefusal }
}

/** A refusal may mean that the invitation is another case by now: the page asks again, and keeps the words. */
export function useRefused({ setRefusal }: Typed) {
  const cache = useQueryClient()
  return (error: Error) => {
    if (!isProblem(error) || error.passing || error.errors.length > 0) return
    setRefusal(error)
    void refreshDoors(cache, [findInvitation])
  }
}

/** Somebody signed in on this page: now the page may show more. */
export function useSignedInHere({ setRefusal }: Typed) {
  const cache = useQueryClient()
  return async () => {
    setRefusal(null)
    await readAnew(cache).catch(() => {})
    await refreshDoors(cache, [findInvitation])
  }
}

/** Accepted: into the workspace, as the one who may enter it now. */
export function useEnterWorkspace({ id, as }: Invitation) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return async ({ slug, name }: Organization) => {
    await readAnew(cache).catch(() => {})
    await navigate({ to: paths.workspace(slug), replace: true })
    forgetSecret(id)
    toast(
      `Invitation accepted. ${as === 'member' ? `You are in the team of ${name} now.` : `You work for ${name} now.`}`,
    )
  }
}
