/** The menu of a row, for what closes inside it. */
export const focusMenuOf = (row: Element | null | undefined) =>
  row?.querySelector<HTMLElement>('[data-row-menu]')?.focus()

/** Before a row goes the focus moves to the next one, else to the one before, else to *Add solution*: it is never lost. */
export function focusRowBeside(inside: Element | null) {
  const row = inside?.closest('li')
  const beside = row?.nextElementSibling ?? row?.previousElementSibling
  if (beside) focusMenuOf(beside)
  else document.querySelector<HTMLElement>('[data-add-solution]')?.focus()
}
