import { IconMail } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Place, variables } from './variables.ts'
import styles from './who.module.css'

/* The grammar of shapes: a circle is a person, a filled square is an organization (a workspace), an outlined square is a solution. */

/** First and last word that begins with a capital; else the first two letters. */
export function initials(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^\p{Lu}/u.test(word))
  const [first, last] = [words[0], words.at(-1)]
  return words.length > 1 ? `${[...first!][0]}${[...last!][0]}` : firstTwo(name)
}

/** The first two capitals; else the first two letters. */
export function organizationLetters(name: string): string {
  const capitals = name.match(/\p{Lu}/gu) ?? []
  return capitals.length > 1 ? capitals.slice(0, 2).join('') : firstTwo(name)
}

const firstTwo = (name: string) => [...name.trim()].slice(0, 2).join('').toUpperCase()

type TileProps = { shape: string | undefined; size: number; color?: string; children: ReactNode }

/** Names stand beside every tile, so that a screen reader need not hear the letters. */
const Tile = ({ shape, size, color, children }: TileProps) => (
  <span
    className={`${styles.tile} ${shape}`}
    style={variables({ '--size': `${size}px`, '--org': color })}
    aria-hidden="true"
  >
    {children}
  </span>
)

export const OrganizationMonogram = ({ of, size = 32 }: { of: Place; size?: number }) => (
  <Tile shape={styles.organization} size={size} color={of.color}>
    {organizationLetters(of.name)}
  </Tile>
)

export const SolutionMonogram = ({ name, size = 40 }: { name: string; size?: number }) => (
  <Tile shape={styles.solution} size={size}>
    {initials(name)}
  </Tile>
)

/** Without a name it is an invited address, not yet a person. */
export const PersonAvatar = ({ name, size = 32 }: { name?: string | null | undefined; size?: number }) => (
  <Tile shape={name ? styles.person : styles.unknown} size={size}>
    {name ? initials(name) : <IconMail size={size / 2} stroke={1.6} />}
  </Tile>
)

type LineProps = { picture: ReactNode; name: string; detail?: ReactNode }

/** Picture, name, one quiet line. Long names end in an ellipsis and are whole in the title. */
export const Line = ({ picture, name, detail }: LineProps) => (
  <span className={styles.line}>
    {picture}
    <span className={styles.text}>
      <span className={styles.name} title={name}>
        {name}
      </span>
      {detail && (
        <span className={styles.detail} {...(typeof detail === 'string' && { title: detail })}>
          {detail}
        </span>
      )}
    </span>
  </span>
)
