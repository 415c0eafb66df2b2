import { defineConfig } from 'vite';

/*
 * The bot as few files in dist/bot: Node takes a good part of a start to find and link some two hundred small ones.
 * Packages stay outside and are loaded as they were published, but for Zod, which is a hundred modules of its own.
 */
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    outDir: 'dist/bot',
    target: 'node20',
    // Names and lines in a log are worth more than bytes on a disk.
    minify: false,
    sourcemap: true,
    // All in one folder: what the program is, is told by what lies beside the code that reads the films.
    rolldownOptions: { output: { chunkFileNames: '[name].js' } },
  },
  ssr: { noExternal: ['zod'] },
  // discord.js hands on the builders, which it has loaded in their other form (CommonJS): a second copy of them took a
  // twentieth of a start and four megabytes.
  resolve: { alias: { '@discordjs/builders': 'discord.js' } },
});
