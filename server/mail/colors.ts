/**
 * The colours of mails. They mirror the tokens of web/theme.ts by hand, because a mail has neither variables nor a
 * bundler: change both together. An organization's own colour comes from shared/organization-color.ts.
 */
export const colors = {
  desk: '#f0f3f4',
  sheet: '#ffffff',
  sunken: '#f6f8f9',
  line: '#e1e6e8',
  ink: '#162024',
  quiet: '#59636a',
  petrol: '#035a6b',
  button: '#035a6b',
  onColor: '#ffffff',
  coral: '#f2784b',
} as const

/** What changes where the reader's system is dark. */
export const darkColors = {
  desk: '#0f1417',
  sheet: '#191f22',
  sunken: '#141a1d',
  line: '#2c3438',
  ink: '#e5e8ea',
  quiet: '#a4aaae',
  petrol: '#6bb8cb',
  button: '#1a7d91',
  coral: '#f58f66',
} as const
