declare global {
  var __webpack_nonce__: string | undefined
}

/** Fresh in every answer of the server: styles without it are refused by the browser (content security policy). */
export const styleNonce = () => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** The scroll lock behind dialogs writes a style of its own, and looks for the nonce under this name. */
globalThis.__webpack_nonce__ = styleNonce()
