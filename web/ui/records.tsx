import { Box, Button, Group, SegmentedControl, Skeleton, Table } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode, Ref } from 'react'
import { EmptyState } from './page.tsx'
import styles from './records.module.css'
import { SearchField } from './search-field.tsx'

/* A list of records: filters above it, a table on desktop, cards on phones. */

type Column = readonly [label: string, className: string | undefined]

type RecordTableProps = {
  label: string
  columns: readonly Column[]
  /** After the last label, where rows end in something that needs none. */
  end?: ReactNode
  className?: string | undefined
  /** `Table.Tr`s. */
  children: ReactNode
}

export const RecordTable = ({ label, columns, end, className = '', children }: RecordTableProps) => (
  <div className={styles.frame}>
    <Table className={`${styles.table} ${className}`} horizontalSpacing="sm" aria-label={label}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(([name, width]) => (
            <Table.Th key={name} className={width ?? ''}>
              {name}
            </Table.Th>
          ))}
          {end}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{children}</Table.Tbody>
    </Table>
  </div>
)

type RecordFiltersProps<Status extends string> = {
  filter: { status?: Status; search?: string }
  /** Of every status, in order: its name and how many there are. */
  statuses: { status: Status; name: string; count: number }[]
  all: number
  onFilter: (chosen: { status: unknown; search: unknown }) => void
  /** Name and hint of the search field. */
  find: string
  placeholder: string
}

/** Few values, so all of them are in sight, with how many there are; beside them the search. */
export const RecordFilters = <Status extends string>(props: RecordFiltersProps<Status>) => {
  const { status, search } = props.filter
  return (
    <Group justify="space-between" mb="sm" gap="sm">
      <SegmentedControl
        aria-label="Status"
        value={status ?? 'all'}
        onChange={(chosen) => props.onFilter({ search, status: chosen })}
        data={[
          { value: 'all', label: `All ${props.all}` },
          ...props.statuses.map((it) => ({ value: it.status as string, label: `${it.name} ${it.count}` })),
        ]}
      />
      <SearchField
        text={search ?? ''}
        onSearch={(words) => props.onFilter({ status, search: words })}
        aria-label={props.find}
        placeholder={props.placeholder}
        className={styles.search ?? ''}
      />
    </Group>
  )
}

type RecordsProps = { isStale: boolean; children: ReactNode; ref?: Ref<HTMLDivElement> }

/** The last answer stays, faded, until the one for a new filter is there. */
export const Records = ({ isStale, children, ref }: RecordsProps) => (
  <Box ref={ref} className={isStale ? (styles.stale ?? '') : ''}>
    {children}
  </Box>
)

type NoRecordsProps = { title: string; children: ReactNode; onShowAll: () => void }

/** Empty by filter: says what would be here, and leads back to all. */
export const NoRecords = ({ title, children, onShowAll }: NoRecordsProps) => (
  <EmptyState
    icon={IconSearch}
    title={title}
    action={
      <Button variant="default" onClick={onShowAll}>
        Show all
      </Button>
    }
  >
    {children}
  </EmptyState>
)

type RecordGhostsProps = {
  /** How wide the first line of each row is, in percent. */
  rows: number[]
  /** Rows begin with somebody's picture. */
  withPicture?: boolean
  statusWidth: number
  endWidth: number
}

/** The shape of what comes, so that nothing jumps. */
export const RecordGhosts = ({ rows, withPicture = false, statusWidth, endWidth }: RecordGhostsProps) => (
  <>
    <Group justify="space-between" mb="sm">
      <Skeleton h={36} w={292} radius="md" />
      <Skeleton h={36} w={240} radius="md" visibleFrom="sm" />
    </Group>
    <div className={styles.frame}>
      {rows.map((width) => (
        <Group key={width} p="md" wrap="nowrap" className={styles.ghost ?? ''}>
          {withPicture && <Skeleton circle h={36} w={36} flex="none" />}
          <Box flex={1}>
            <Skeleton h={14} w={`${width}%`} />
            <Skeleton h={11} w="58%" mt={8} />
          </Box>
          <Skeleton h={26} w={statusWidth} />
          <Skeleton h={14} w={endWidth} visibleFrom="sm" />
        </Group>
      ))}
    </div>
  </>
)
