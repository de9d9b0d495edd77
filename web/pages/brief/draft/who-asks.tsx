import { Checkbox, Stack, Text } from '@mantine/core'
import { ANONYMOUS_BUYER, askerText } from '../../../../shared/briefs.ts'
import { useOpenDraft } from './open-draft.ts'
import { Section } from './section.tsx'

/** SPEC 7: how solutions read who asks. */
export function WhoAsks() {
  const { typed, keeper, brief } = useOpenDraft()
  const isHiddenAnyway = !brief.anonymous && brief.asks.company === null
  return (
    <Section title="Who asks">
      <Stack gap="sm">
        <Text>
          Solutions read: <strong>{typed.anonymous ? ANONYMOUS_BUYER : askerText(brief.asks)}</strong>
        </Text>
        {isHiddenAnyway ? (
          <Text size="sm" c="dimmed">
            Briefs of this partner name neither the company nor a person.
          </Text>
        ) : (
          <Checkbox
            label="Anonymous"
            description={`Solutions read ${ANONYMOUS_BUYER} until you reveal it. What you write above is yours: name nobody there.`}
            checked={typed.anonymous}
            onChange={({ currentTarget: { checked } }) => keeper.change({ anonymous: checked })}
          />
        )}
      </Stack>
    </Section>
  )
}
