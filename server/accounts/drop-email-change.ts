import type { Visit } from '../context.ts'

/** ABUSE 3: a change of address that somebody began does not outlive a new password. */
export const dropEmailChange = ({ db }: Pick<Visit, 'db'>, userId: string) =>
  db.deleteFrom('emailChanges').where('userId', '=', userId).returning('id').executeTakeFirst()
