import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

export type Html<Props> = Props &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { ref?: Ref<HTMLAnchorElement> }

/* Links within the app: `to` is an address from paths.ts. */

/** A link in a text. */
export const TextLink = createLink((props: Html<AnchorProps>) => <Anchor {...props} />)

/** A link that looks like a button, because it begins something. */
export const ButtonLink = createLink((props: Html<ButtonProps>) => <Button component="a" {...props} />)
