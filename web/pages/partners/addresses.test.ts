import { expect, test } from 'vitest'
import { problemOf } from '../../../shared/errors.ts'
import { failedAddresses, failuresFirst, splitAddresses } from './addresses.ts'

test.each([
  ['one a line', 'rex@a.example\nsam@b.example', ['rex@a.example', 'sam@b.example']],
  ['lines of another system', 'rex@a.example\r\nsam@b.example\r\n', ['rex@a.example', 'sam@b.example']],
  [
    'commas, semicolons and spaces',
    ' rex@a.example, sam@b.example;kim@c.example  pia@d.example ;',
    ['rex@a.example', 'sam@b.example', 'kim@c.example', 'pia@d.example'],
  ],
  ['the same one twice', 'Rex@a.example, rex@A.example', ['Rex@a.example']],
  ['what is no address stays, so that the answer can name it', 'rex, sam@b.example', ['rex', 'sam@b.example']],
  ['nothing', ' ,;\n ', []],
])('addresses out of a text: %s', (_, text, addresses) => expect(splitAddresses(text)).toEqual(addresses))

const results = [
  { email: 'rex@a.example' },
  { email: 'sam', problem: problemOf('invalid_email') },
  { email: 'kim@c.example' },
  { email: 'pia@d.example', problem: problemOf('delegation_exists') },
]

test('failures come first, and each half keeps its order', () =>
  expect(failuresFirst(results).map(({ email }) => email)).toEqual([
    'sam',
    'pia@d.example',
    'rex@a.example',
    'kim@c.example',
  ]))

test('the failed ones can be tried again, one a line', () =>
  expect(failedAddresses(results)).toBe('sam\npia@d.example'))
