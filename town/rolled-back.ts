import { afterEach, beforeEach } from 'vitest'
import { begin, rollBack } from './town.ts'

/* For every test of a file that runs in the town: files of one worker share what they import, hooks belong to each. */

beforeEach(begin)
afterEach(rollBack)
