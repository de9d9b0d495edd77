import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { changeMe, changePassword } from '../../../shared/accounts.ts'
import { createOrganization, type Organization } from '../../../shared/organizations.ts'
import { call, useWrite } from '../../api.ts'
import { isProblem, ProblemError } from '../../problem.ts'
import { readAnew } from '../../session.ts'

export type Welcome = { name: string; password: string; company: string }
type Done = { name: string; password: string; organization: Organization | null }

/**
 * Password, name, organization: three doors behind one button. What is done stays done: a second attempt goes on where
 * the first one failed, and never makes a second organization. Answers the new organization, if one was wanted.
 */
export function useWelcome() {
  const done = useRef<Done>({ name: '', password: '', organization: null })
  const creation = useCreation()
  return useMutation<Organization | null, Error, Welcome>({
    mutationFn: async ({ name, password, company }) => {
      const so = done.current
      // Before the name: the first password of who has one takes another code.
      if (password && password !== so.password) await atField('password', choosePassword(password, so.password))
      so.password = password || so.password
      if (name !== so.name) await call(changeMe, { name })
      so.name = name
      if (company.trim()) so.organization ??= await atField('company', creation(company))
      return so.organization
    },
  })
}

/** Whoever thinks again after the password was set already changes it. */
const choosePassword = (newPassword: string, currentPassword: string) =>
  call(changePassword, { newPassword, ...(currentPassword && { currentPassword }) })

/** After a broken line nobody knows whether the organization exists: so look, because its name may be another by now. */
function useCreation() {
  const cache = useQueryClient()
  const creating = useWrite(createOrganization, { refresh: [] })
  const unanswered = useRef(false)
  return async (name: string): Promise<Organization> => {
    const mine = unanswered.current ? (await readAnew(cache)).organizations : []
    const made = mine.find(({ role }) => role === 'admin')
    if (made) return made
    return creating.mutateAsync({ name }).catch((error: Error) => {
      unanswered.current = isProblem(error) && error.passing
      throw error
    })
  }
}

/** What a door says about its own field belongs to the field of this form. */
const atField = <T>(field: keyof Welcome, step: Promise<T>): Promise<T> =>
  step.catch((error: Error) => {
    if (!isProblem(error) || error.errors.length === 0) throw error
    throw new ProblemError({ ...error.problem, errors: error.errors.map((one) => ({ ...one, path: field })) })
  })
