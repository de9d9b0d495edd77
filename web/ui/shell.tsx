import { Link } from '@tanstack/react-router'
import { type ComponentType, createContext, type ReactNode, use, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
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
        <Sheet>{props.children}</Sheet>
      </div>
    </div>
  </TitleOfPlace>
)

/** Where a page puts what stays beside it. */
const PlaceBeside = createContext<HTMLElement | null>(null)

function Sheet({ children }: { children: ReactNode }) {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  return (
    <div className={styles.sheet}>
      <main id="main" tabIndex={-1} className={styles.main}>
        <PlaceBeside value={place}>
          <div className={styles.content}>{children}</div>
        </PlaceBeside>
      </main>
      <div ref={setPlace} className={styles.beside} />
    </div>
  )
}

/** A panel beside the page around, which stays in sight while the page scrolls; `label` is its name. */
export function Beside({ label, children }: { label: string; children: ReactNode }) {
  const place = use(PlaceBeside)
  return (
    place &&
    createPortal(
      <aside className={styles.aside} aria-label={label}>
        <div className={styles.staying}>{children}</div>
      </aside>,
      place,
    )
  )
}

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
  /** What is new there, such as "2 unread". */
  news?: string | undefined
  /** Only this very address counts as being there, not those below it. */
  exact?: boolean
}

export const NavigationLink = ({ to, label, icon: Icon, count, news, exact = false }: NavigationLinkProps) => (
  <Link to={to} className={styles.link} activeOptions={{ exact }}>
    <Icon size={20} stroke={1.6} />
    {label}
    {news && <span className={styles.news} role="img" aria-label={news} title={news} />}
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
