/** The zone of the reader's clock. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** For a searchable `Select`: `Europe/Isle of Man`. */
export const zoneChoices = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ownZone()])]
  .sort()
  .map((value) => ({ value, label: value.replaceAll('_', ' ') }))
