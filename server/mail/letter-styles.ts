import type { CSSProperties } from 'react'
import { colors, darkColors } from './colors.ts'

const font = "'Hanken Grotesk',-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
export const bold: CSSProperties = { fontWeight: 700 }
export const small: CSSProperties = { fontSize: 14, lineHeight: '21px' }
/** A name without a space must break before it pushes the sheet wider than the phone. */
const breaking: CSSProperties = { wordBreak: 'break-word', overflowWrap: 'break-word' }

export const sheet: CSSProperties = {
  width: '100%',
  maxWidth: 600,
  backgroundColor: colors.sheet,
  border: `1px solid ${colors.line}`,
  borderRadius: 16,
  borderCollapse: 'separate',
  fontFamily: font,
  color: colors.ink,
}
export const paragraph: CSSProperties = { ...breaking, margin: 0, fontSize: 16, lineHeight: '24px', color: colors.ink }
export const headline: CSSProperties = {
  ...breaking,
  ...bold,
  margin: 0,
  fontSize: 26,
  lineHeight: '32px',
  letterSpacing: '-0.4px',
  color: colors.ink,
}
export const subheading: CSSProperties = {
  ...bold,
  margin: '0 0 6px',
  fontSize: 16,
  lineHeight: '24px',
  color: colors.ink,
}
export const tile: CSSProperties = {
  ...bold,
  width: 52,
  height: 52,
  borderRadius: 14,
  color: colors.onColor,
  fontSize: 21,
}
export const quotation: CSSProperties = { padding: '2px 0 2px 16px', borderLeft: `3px solid ${colors.line}` }
export const codeStyle: CSSProperties = {
  ...bold,
  margin: 0,
  fontSize: 40,
  lineHeight: '48px',
  letterSpacing: '8px',
  color: colors.ink,
}
export const buttonStyle: CSSProperties = {
  ...bold,
  backgroundColor: colors.button,
  color: colors.onColor,
  fontSize: 16,
  padding: '15px 26px',
  borderRadius: 8,
}
export const foot: CSSProperties = {
  ...breaking,
  padding: '20px 40px',
  borderTop: `1px solid ${colors.line}`,
  backgroundColor: colors.sunken,
  borderRadius: '0 0 16px 16px',
  fontSize: 13,
  lineHeight: '20px',
  color: colors.quiet,
}
export const link: CSSProperties = { color: colors.petrol, textDecorationLine: 'underline', wordBreak: 'break-all' }

/** Underlined, for colour alone says nothing to many; and broken between words, unlike an address. */
export const newsLink: CSSProperties = { ...breaking, ...bold, color: colors.petrol, textDecorationLine: 'underline' }

export const lined = (last: boolean): CSSProperties => ({
  ...breaking,
  padding: '10px 0',
  borderTop: `1px solid ${colors.line}`,
  ...(last && { borderBottom: `1px solid ${colors.line}` }),
  fontSize: 15,
  lineHeight: '22px',
  verticalAlign: 'top',
  color: colors.ink,
})

/** Everything needed is inline. This only improves programs that read it: phones, and dark. */
export const styles = `
@media (max-width: 620px) {
  .desk > table > tbody > tr > td { padding: 0 !important; }
  .sheet { border-radius: 0 !important; border-left: 0 !important; border-right: 0 !important; }
  .foot { border-radius: 0 !important; }
  .pad { padding-left: 22px !important; padding-right: 22px !important; }
  .button { display: block !important; text-align: center !important; }
}
@media (prefers-color-scheme: dark) {
  .desk, .desk > table > tbody > tr > td { background-color: ${darkColors.desk} !important; }
  .sheet { background-color: ${darkColors.sheet} !important; border-color: ${darkColors.line} !important; }
  .foot { background-color: ${darkColors.sunken} !important; }
  .ink { color: ${darkColors.ink} !important; }
  .quiet { color: ${darkColors.quiet} !important; }
  .line { border-color: ${darkColors.line} !important; }
  .petrol { color: ${darkColors.petrol} !important; }
  .coral { color: ${darkColors.coral} !important; }
  .button { background-color: ${darkColors.button} !important; }
}
`
