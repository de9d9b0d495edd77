import { startProgram } from './program.ts'

const program = await startProgram(process.env).catch((error: Error) => {
  console.error(error.name === 'ConfigError' || error.name === 'StartError' ? error.message : error)
  process.exit(1)
})

const SECONDS_TO_DRAIN = 10

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    // A second Ctrl+C means: now.
    if (stopping) process.exit(1)
    stopping = true
    setTimeout(() => process.exit(1), SECONDS_TO_DRAIN * 1000 - 500).unref()
    program.stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}
