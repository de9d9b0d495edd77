import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['town/database.ts'],
    // Both cores: tests of one file wait for the database most of the time.
    maxWorkers: 2,
    // For a machine that does other things, too; the slowest test takes a quarter of it.
    testTimeout: 40_000,
    hookTimeout: 30_000,
    // Printing the page for each look that found nothing yet takes long: set the limit to see it.
    env: { NODE_ENV: 'test', DEBUG_PRINT_LIMIT: process.env.DEBUG_PRINT_LIMIT ?? '0' },
    projects: [
      {
        extends: true,
        test: {
          name: 'town',
          include: ['{shared,server,town}/**/*.test.ts', '*.test.ts'],
          // Files of one worker share what they import: loading the whole server again for each took a quarter of the time.
          isolate: false,
          setupFiles: ['town/rolled-back.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['web/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['web/tidied.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'journeys', include: ['e2e/**/*.test.{ts,tsx}'] },
      },
    ],
  },
})
