import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['town/database.ts'],
    include: ['{shared,server,web,town,e2e}/**/*.test.{ts,tsx}', '*.test.ts'],
    // Printing the page for each look that found nothing yet takes long: set the limit to see it.
    env: { NODE_ENV: 'test', DEBUG_PRINT_LIMIT: process.env.DEBUG_PRINT_LIMIT ?? '0' },
    // Both cores: tests of one file wait for the database most of the time.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
