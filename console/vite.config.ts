// `npm run build:console`: the admin page as static files in dist/console. The page's address is /console. Names of files
// carry a hash of their content, so that they may be cached for ever; index.html holds a placeholder where the service puts
// the nonce of each answer (see the Content-Security-Policy in docs/console.md).
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  html: { cspNonce: '{{nonce}}' },
  build: {
    outDir: '../dist/console',
    emptyOutDir: true,
    license: { fileName: 'licenses.txt' },
    target: 'es2023',
    // A data: address would need a rule of its own in the Content-Security-Policy.
    assetsInlineLimit: 0,
    // Every browser that the target means knows modulepreload.
    modulePreload: { polyfill: false },
    // "use client" is for servers that render React; there is none.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
