import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

/** Native modules stay outside the bundle; everything else goes in: from loose modules the start takes five times as long. */
const native = ['better-sqlite3', '@node-rs/argon2']

/** electron-vite makes addresses relative, for file://. Ours is app:// or HTTP with a router: /providers/2 must find /assets. */
const addressesFromRoot = {
  name: 'addresses-from-root',
  enforce: 'post' as const,
  config: () => ({ base: '/' }),
}

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          service: resolve('src/main/service.ts'),
          'backup-worker': resolve('src/main/backup/backup-worker.ts'),
          'integrity-worker': resolve('src/main/db/integrity-worker.ts'),
          'trail-worker': resolve('src/main/engine/audit/trail-worker.ts'),
        },
        external: ['electron', ...native],
        // What is loaded before the service listens is what that needs (decision 0010): of a folder's index.ts only the modules
        // that are used, since no module there does more than declare, and no chunk that holds something else beside.
        treeshake: {
          moduleSideEffects: [
            {
              test: /[\\/]src[\\/](main[\\/](engine|db|bank|consent-screens|listener)|shared)[\\/]/,
              sideEffects: false,
            },
          ],
        },
        experimental: { chunkOptimization: false },
        // Chunks lie beside the entries, which find other files from their own place. Names stay: oidc-provider calls its
        // records by the names of its classes.
        output: {
          // From an ES module each of Node's own modules is read whole, fetch and all: 35 ms of every start.
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: '[name]-[hash].cjs',
          minify: { mangle: false, compress: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve('src/renderer'),
    publicDir: resolve('resources'),
    plugins: [react(), addressesFromRoot],
    build: {
      minify: true,
      rollupOptions: { input: resolve('src/renderer/index.html') },
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
})
