import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv } from 'vite'

const framework = /node_modules[\\/](react|react-dom|scheduler|@tanstack|zod)[\\/]/
/** The doors of the API are no secret, and every page knows them all. What lies behind them is loaded by those who may. */
const doors = /[\\/]shared[\\/][\w-]+\.ts$/

/** `API_URL` says where the server is during development. */
export default defineConfig(({ mode }) => {
  const { API_URL = 'http://127.0.0.1:3000' } = loadEnv(mode, import.meta.dirname, 'API_')
  return {
    root: import.meta.dirname,
    plugins: [react()],
    build: {
      outDir: '../dist/web',
      emptyOutDir: true,
      target: 'baseline-widely-available',
      // The content security policy allows fonts from our own origin only, never `data:`.
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          // strict-zod.ts must run before any schema is made, also one that landed in a shared chunk.
          strictExecutionOrder: true,
          // Changes seldom, so a visitor of yesterday has it still.
          codeSplitting: {
            groups: [
              { name: 'framework', test: framework },
              { name: 'doors', test: doors },
            ],
          },
        },
      },
    },
    server: { proxy: { '/api/': { target: API_URL, changeOrigin: false } } },
    preview: { proxy: { '/api/': { target: API_URL, changeOrigin: false } } },
  }
})
