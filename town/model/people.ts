import type { Role } from '../../shared/permissions.ts'

/** Four organizations and eight people: three at home in the first, two in the second, one in each other, one nowhere. */
export const organizations = ['amber', 'birch', 'cobalt', 'dune']
export const people = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gus', 'hal']
export const team: Record<string, Record<string, Role>> = {
  amber: { ada: 'admin', ben: 'editor', cleo: 'viewer' },
  birch: { dan: 'admin', gus: 'editor' },
  cobalt: { eve: 'admin' },
  dune: { fay: 'admin' },
}
export const solutions = ['crewline', 'globehire', 'soloflow', 'talentbridge', 'shiftlark', 'gridpay', 'kontrakta']
