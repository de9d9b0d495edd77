import { expect, test } from 'vitest'
import { initials, organizationLetters } from './who.tsx'

test.each([
  ['Pia Lindqvist', 'PL'],
  ['Maximiliane Freifrau von Wittgenstein-Berleburg', 'MB'],
  ['pia', 'PI'],
  ['Østergård', 'ØS'],
  ['', ''],
])('the letters of a person: %s', (name, letters) => expect(initials(name)).toBe(letters))

test.each([
  ['Meridian Health', 'MH'],
  ['Rosenqvist & Aldermann Industrieservice GmbH', 'RA'],
  ['Meridian', 'ME'],
  ['北京 人力', '北京'],
])('the letters of an organization: %s', (name, letters) => expect(organizationLetters(name)).toBe(letters))
