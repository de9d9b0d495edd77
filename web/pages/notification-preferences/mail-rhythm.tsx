import { Group, Radio, Select, Stack } from '@mantine/core'
import { type MailHabits, type MailMode, mailModes } from '../../../shared/notifications.ts'
import { placeOfZone } from '../../../shared/zoned-time.ts'
import { isProblem } from '../../problem.ts'
import choice from '../../ui/choice.module.css'
import { Problem } from '../../ui/problem.tsx'
import { ownZone, zoneChoices } from '../../ui/zone-choices.ts'
import { Section } from '../account/section.tsx'
import { useSave } from './save.ts'

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`
const hours = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: clock(hour) }))

/** When mails come that can wait. What is always mailed comes at once. */
export function MailRhythm({ mails }: { mails: MailHabits }) {
  const { save, chosen, again, error, isPending } = useSave()
  const shown: MailHabits = {
    mode: chosen?.mails?.mode ?? mails.mode,
    digestHour: chosen?.mails?.digestHour ?? mails.digestHour,
    timeZone: chosen?.mails?.timeZone ?? mails.timeZone,
  }
  const change = (more: Partial<MailHabits>) => {
    const wanted = { ...shown, ...more }
    if (!isPending) save({ mails: wanted }, { mails }, saying(wanted))
  }
  // Nobody has chosen a zone before the first daily mail: the clock beside the reader shows the likely one.
  const choose = (mode: MailMode) => change({ mode, timeZone: mails.timeZone === 'UTC' ? ownZone() : mails.timeZone })
  const atZone = isProblem(error) ? error.errors.find(({ path }) => path === 'mails.timeZone') : undefined
  return (
    <Section title="When mails come" purpose="What is always mailed comes at once, and so do codes.">
      <Radio.Group aria-label="When mails come" value={shown.mode} onChange={(mode) => choose(mode as MailMode)}>
        <Stack gap={6}>
          {Object.entries(mailModes).map(([mode, { label, means }]) => (
            <Radio key={mode} value={mode} label={label} description={means} className={choice.card ?? ''} />
          ))}
        </Stack>
      </Radio.Group>
      {shown.mode === 'daily' && (
        <Group gap="sm" align="flex-start">
          <Select
            label="Hour"
            w={{ base: '100%', xs: 130 }}
            allowDeselect={false}
            data={hours}
            value={String(shown.digestHour)}
            onChange={(hour) => hour && change({ digestHour: Number(hour) })}
          />
          <Select
            label="Time zone"
            w={{ base: '100%', xs: 280 }}
            searchable
            allowDeselect={false}
            nothingFoundMessage="No zone is called that."
            data={zoneChoices}
            value={shown.timeZone}
            onChange={(timeZone) => timeZone && change({ timeZone })}
            error={atZone?.message}
          />
        </Group>
      )}
      {!atZone && <Problem error={error} onRetry={again} />}
    </Section>
  )
}

const saying = ({ mode, digestHour, timeZone }: MailHabits) =>
  mode === 'daily'
    ? `Mails come once a day, at ${clock(digestHour)} in ${placeOfZone(timeZone)}`
    : { at_once: 'Mails come at once', bundled: 'Mails come bundled' }[mode]
