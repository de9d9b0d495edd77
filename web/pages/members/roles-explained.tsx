import { Badge, Title } from '@mantine/core'
import { roleAllows, roleNames, roles } from '../../../shared/permissions.ts'
import styles from './members.module.css'
import { useTeam } from './open-team.ts'

/** What each role may do, and which one the reader has. */
export function RolesExplained() {
  const { role, organization } = useTeam().workspace
  return (
    <section className={styles.roles} aria-labelledby="roles">
      <Title order={2} id="roles" mb="sm">
        Roles
      </Title>
      <dl>
        {roleNames.map((name) => (
          <div key={name} className={styles.explained}>
            <dt>
              {roles[name]}
              {name === role && (
                <Badge color="gray" ml="xs">
                  Your role
                </Badge>
              )}
            </dt>
            <dd>{roleAllows[organization.kind][name]}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
