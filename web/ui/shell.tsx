import { Link } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, use, useEffect, useRef } from 'react'
import { Arrival, TitleOfPlace } from './heading.tsx'
import { TextLink } from './link.tsx'
import { Mark, Wordmark } from './mark.tsx'
import styles from './shell.module.css'
import { type Place, variables } from './variables.ts'

type WorkspaceProps = {
  organization: Place
  /** Where the mark leads. */
  home: string
  /** A `PartnerBar`, for those who act as a partner. */
  partnerBar?: ReactNode
  switcher: ReactNode
  /** Bell and account. */
  end: ReactNode
  /** `NavigationLink`s and `NavigationHeading`s. */
  navigation: ReactNode
  /** A panel beside the content, below it on phones; `label` is its name. */
  aside?: { label: string; content: ReactNode } | undefined
  children: ReactNode
}

/** Inside one organization: its desk, and the work as a sheet that lies on it. */
export const Workspace = (props: WorkspaceProps) => (
  <TitleOfPlace value={props.organization.name}>
    <div className={styles.desk} style={desk(props.organization, Boolean(props.partnerBar))}>
      <SkipLink />
      <div className={styles.top}>
        {props.partnerBar}
        <header className={styles.header}>
          <Link to={props.home} aria-label="Human Cloud, home" className={styles.home}>
            <Mark />
          </Link>
          <div>{props.switcher}</div>
          {props.end}
        </header>
      </div>
      <div className={styles.body}>
        <Navigation>{props.navigation}</Navigation>
        <div className={styles.sheet}>
          <main id="main" tabIndex={-1} className={styles.main}>
            <div className={styles.content}>{props.children}</div>
          </main>
          {props.aside && (
            <aside className={styles.aside} aria-label={props.aside.label}>
              {props.aside.content}
            </aside>
          )}
        </div>
      </div>
    </div>
  </TitleOfPlace>
)

const desk = (organization?: Place, withBar = false) =>
  variables({ '--org': organization?.color, '--top': withBar ? '98px' : '60px' })

const SkipLink = () => (
  <a className={styles.skip} href="#main">
    Skip to content
  </a>
)

/** On phones a row that scrolls: the entry of this page comes into view. */
function Navigation({ children }: { children: ReactNode }) {
  const row = useRef<HTMLElement>(null)
  const arrival = use(Arrival)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the entry of this page is another one after a navigation
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>('[aria-current]')
    if (here) row.current?.scrollTo?.({ left: here.offsetLeft - (row.current.clientWidth - here.clientWidth) / 2 })
  }, [arrival])
  return (
    <nav className={styles.nav} aria-label="Workspace" ref={row}>
      {children}
    </nav>
  )
}

type NavigationLinkProps = {
  to: string
  label: string
  icon: ComponentType<{ size: number; stroke: number }>
  count?: number | undefined
  /** Only this very address counts as being there, not those below it. */
  exact?: boolean
}

export const NavigationLink = ({ to, label, icon: Icon, count, exact = false }: NavigationLinkProps) => (
  <Link to={to} className={styles.link} activeOptions={{ exact }}>
    <Icon size={20} stroke={1.6} />
    {label}
    {count !== undefined && <span className={styles.count}>{count}</span>}
  </Link>
)

export const NavigationHeading = ({ children }: { children: string }) => <h2>{children}</h2>

type PartnerBarProps = { organization: Place; sees: string; dashboard: string }

/** Quiet and constant: on whose behalf one acts here. The name comes late, so that it is what an ellipsis takes. */
export const PartnerBar = ({ organization, sees, dashboard }: PartnerBarProps) => (
  <section className={styles.bar} aria-label="Partner access">
    <p>
      Acting as partner of <b>{organization.name}</b>
      <span> · {sees}</span>
    </p>
    <TextLink className={styles.away ?? ''} to={dashboard} size="xs" c="inherit" fw={600}>
      Partner Dashboard
    </TextLink>
  </section>
)

type LobbyProps = { home: string; end?: ReactNode; children: ReactNode }

/** Between organizations: dashboard, notifications, account. The desk has no colour here. */
export const Lobby = ({ home, end, children }: LobbyProps) => (
  <div className={styles.desk} style={desk()}>
    <SkipLink />
    <div className={styles.top}>
      <header className={styles.header}>
        <Link to={home} className={styles.home}>
          <Wordmark />
        </Link>
        <span />
        {end}
      </header>
    </div>
    <main id="main" tabIndex={-1} className={styles.plain}>
      {children}
    </main>
  </div>
)
