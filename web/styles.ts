/* In this order: what comes later decides. */
import '@fontsource-variable/bricolage-grotesque'
import '@fontsource-variable/hanken-grotesk'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './theme.css'
