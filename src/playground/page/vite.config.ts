import { defineConfig } from 'vite';

// JSX goes to preact's runtime through the tsconfig.json beside this file.
export default defineConfig({
  base: '/',
  build: {
    outDir: '../../../dist/page',
    emptyOutDir: true,
    target: 'es2022',
    // light-dark() and :has() reach the browser as they are written.
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // The content policy allows neither inline scripts nor data: styles; everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
