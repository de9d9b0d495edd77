import { Group, Skeleton } from '@mantine/core'
import styles from './solution.module.css'

/** The shape of what comes, so that nothing jumps. */
export const SolutionGhosts = () => (
  <>
    <Group gap="sm" mb="sm">
      <Skeleton h={44} w={44} radius="lg" />
      <Skeleton h={16} w={180} />
    </Group>
    <Skeleton h={30} w="40%" mb="xs" />
    <Skeleton h={16} w="60%" mb="xl" />
    <div className={styles.columns}>
      <div>
        {[96, 92, 98, 70].map((width) => (
          <Skeleton key={width} h={14} w={`${width}%`} mb={12} />
        ))}
      </div>
      <Skeleton h={280} radius="lg" />
    </div>
  </>
)
