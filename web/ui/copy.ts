import { toast, toastRefusal } from './toast.tsx'

const byHand = () => toastRefusal('Your browser does not let us copy. Select the text, and copy it yourself.')

/** Into the clipboard. Browsers keep it for https and for localhost: `refused` says what to do without it. */
export const copy = (text: string, copied = 'Copied', refused = byHand): Promise<void> =>
  (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(() => toast(copied), refused)
