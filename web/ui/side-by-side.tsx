import { Box } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './side-by-side.module.css'
import { variables } from './variables.ts'
import { SolutionMonogram } from './who.tsx'

type Column = { key: string; head: ReactNode }
/** What all columns have in common, and what each of them says; or, without cells, a title over the rows below it. */
export type ComparedRow = { key: string; label: ReactNode; cells?: ReactNode[] }

type SideBySideProps = {
  label: string
  columns: Column[]
  rows: ComparedRow[]
  /** Columns hold more than a few words. */
  wide?: boolean
}

/** Solutions as columns. Scrolls in itself, so that names and labels stay in sight; the keyboard scrolls it too. */
export const SideBySide = ({ label, columns, rows, wide = false }: SideBySideProps) => (
  <Box
    component="section"
    className={`${styles.scroll} ${wide ? styles.wide : ''}`}
    style={variables({ '--columns': String(columns.length) })}
    aria-label={label}
    tabIndex={0}
  >
    <table className={styles.table ?? ''}>
      <thead>
        <tr>
          <td />
          {columns.map(({ key, head }) => (
            <th key={key} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.key} row={row} columns={columns} />
        ))}
      </tbody>
    </table>
  </Box>
)

const Row = ({ row: { label, cells }, columns }: { row: ComparedRow; columns: Column[] }) =>
  cells ? (
    <tr>
      <th scope="row">{label}</th>
      {columns.map(({ key }, place) => (
        <td key={key}>{cells[place]}</td>
      ))}
    </tr>
  ) : (
    <tr>
      <th scope="row" className={styles.group ?? ''}>
        {label}
      </th>
      <td className={styles.rest ?? ''} colSpan={columns.length} />
    </tr>
  )

type HeadProps = { name: string; above?: ReactNode; below?: ReactNode; children: ReactNode }

/** The solution at the head of its column; `children` is its name, as a link or a button with `nameInHead`. */
export const ColumnHead = ({ name, above, below, children }: HeadProps) => (
  <span className={styles.head}>
    <SolutionMonogram name={name} size={32} />
    <span className={styles.name}>
      {above && <span className={styles.quiet}>{above}</span>}
      {children}
      {below && <span className={styles.quiet}>{below}</span>}
    </span>
  </span>
)

export const nameInHead = styles.link ?? ''
