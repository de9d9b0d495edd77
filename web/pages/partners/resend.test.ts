import { expect, test } from 'vitest'
import { problemOf } from '../../../shared/errors.ts'
import { ProblemError } from '../../problem.ts'
import { wordsWithTime } from './resend.ts'

const now = new Date(2026, 10, 23, 14, 20, 30)
const refused = (retryAfterSeconds?: number) =>
  wordsWithTime(new ProblemError(problemOf('resend_too_soon', retryAfterSeconds ? { retryAfterSeconds } : {})), now)

test('a refusal says from when on it can succeed, rounded up', () =>
  expect(refused(480)).toMatch(/ Not before 14:29\.$/))

test('a day later has its weekday', () => expect(refused(86_400)).toMatch(/ Not before Tuesday,? 14:21\.$/))

test('without a time it only says why', () => expect(refused()).not.toContain('Not before'))
