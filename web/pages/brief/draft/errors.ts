type Errors = Record<string, string>

/** What is wrong with a field, or with something inside it. */
export const errorAt = (errors: Errors, path: string): string | undefined =>
  Object.entries(errors).find(([at]) => at === path || at.startsWith(`${path}.`))?.[1]

/** The first field on the page that something is wrong with takes the focus. */
export function focusFirstError(errors: Errors): void {
  const named = [...document.querySelectorAll<HTMLElement>('[data-path]')]
  named.find(({ dataset }) => errorAt(errors, dataset.path!) !== undefined)?.focus()
}
