import { expect, test } from 'vitest'
import { newAtHead } from './arrivals.ts'

test.each([
  ['one came', ['b', 'a'], ['c', 'b', 'a'], ['c']],
  ['more were shown', ['c', 'b'], ['c', 'b', 'a'], []],
  ['one went', ['c', 'b', 'a'], ['c', 'a'], []],
  ['the first one of all', [], ['a'], ['a']],
  ['one came while another went', ['b', 'a'], ['c', 'a'], ['c']],
])('what is new at the head: %s', (_, before, now, fresh) => expect(newAtHead(before, now)).toEqual(fresh))
