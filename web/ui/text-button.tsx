import { Anchor, type AnchorProps } from '@mantine/core'

type TextButtonProps = AnchorProps & { onClick: () => void; children: string; title?: string }

/** An act that is no more than a few words in a text: it looks like a link, but leads nowhere. */
export const TextButton = (props: TextButtonProps) => <Anchor component="button" type="button" size="sm" {...props} />
