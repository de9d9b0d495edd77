import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['town/database.ts'],
    include: ['{shared,server,web,town,e2e}/**/*.test.{ts,tsx}', '*.test.ts'],
    env: { NODE_ENV: 'test' },
    // Both cores: tests of one file wait for the database most of the time.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
