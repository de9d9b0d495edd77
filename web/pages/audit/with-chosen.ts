type Option = { value: string; label: string }

/** What an address names is an option, also where it was not found; without a name while that is on its way. */
export function withChosen(options: Option[], id: string | undefined, chosen: Option | undefined): Option[] {
  if (!id || options.some(({ value }) => value === id)) return options
  return [chosen ?? { value: id, label: '…' }, ...options]
}
