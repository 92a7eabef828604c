/** How the pages are built, served while developing, and tested. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compress } from './build/compress.ts'
import { publicPage } from './build/public.ts'

const server = process.env.BULOU_DEV_API ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react(), compress(), publicPage()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server } } },
  build: {
    outDir: 'dist',
    target: 'es2022',
    assetsInlineLimit: 2048,
    // The application, and the page of public forms, which knows nothing of it.
    rolldownOptions: { input: ['index.html', 'public.html'] },
    // The largest chunks are antd and ECharts, loaded once and kept for ever under a hashed name.
    chunkSizeWarningLimit: 1500,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['./build/test-setup.ts'],
    restoreMocks: true,
    maxWorkers: 2,
    pool: 'threads',
    // A worker keeps its modules: reading antd anew for each file costs more than the tests do.
    isolate: false,
    // How long a test may take says nothing of the pages where two suites share two processors.
    testTimeout: 30_000,
  },
})
