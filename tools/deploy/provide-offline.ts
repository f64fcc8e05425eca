import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { readWords } from './read-words.ts';
import { isSitePage } from './site-pages.ts';

const FAVICON = join(import.meta.dirname, '../../public/favicon.svg');

/** A mask may take the corners of an icon away, so there they are filled; the face lies well within what is left. */
const ICONS = [
  { file: 'icons/mien-192.png', size: 192, purpose: 'any' },
  { file: 'icons/mien-512.png', size: 512, purpose: 'any' },
  { file: 'icons/mien-maskable-512.png', size: 512, purpose: 'maskable' },
] as const;

/** What --paper is in the light theme, see src/app/shell/app.css. */
const PAPER = '#f8f5ef';

/** Far above the largest network: nothing of the site is left out for its size. */
const LARGEST_FILE_BYTES = 64 << 20;

/**
 * Makes the built page one that can be installed and works without a network: its manifest, icons drawn from the
 * favicon, and a service worker that keeps all files of one version, networks and face detector included.
 */
export function provideOffline(): Plugin[] {
  const { name, start_lead: description } = readWords('en') as { name: string; start_lead: string };
  return [
    provideIcons(),
    ...VitePWA({
      // A newer version waits until the visitor wants it: src/app/update/keep-offline.ts.
      registerType: 'prompt',
      injectRegister: null,
      manifest: {
        id: './',
        name,
        short_name: name,
        description,
        lang: 'en',
        start_url: './',
        scope: './',
        display: 'standalone',
        background_color: PAPER,
        theme_color: PAPER,
        icons: ICONS.map(({ file, size, purpose }) => ({
          src: file,
          sizes: `${size}x${size}`,
          type: 'image/png',
          purpose,
        })),
      },
      strategies: 'injectManifest',
      srcDir: 'src/offline',
      filename: 'service-worker.ts',
      // Its own build says what it does whatever the site's build was told.
      integration: {
        configureCustomSWViteBuild: (options) => void (options.logLevel = 'warn'),
        // It would keep everything that is built: a build of more than the site has none.
        configureOptions({ build }, options) {
          options.disable = !Object.values(build.rolldownOptions.input ?? {}).every(isSitePage);
        },
      },
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{html,js,css,wasm,json,bin,svg,png,md}'],
        maximumFileSizeToCacheInBytes: LARGEST_FILE_BYTES,
      },
    }),
  ];
}

function provideIcons(): Plugin {
  return {
    name: 'mien:icons',
    apply: 'build',
    async generateBundle() {
      const round = readFileSync(FAVICON, 'utf8');
      const square = round.replace('rx="22" fill', 'fill');
      if (square === round) throw new Error(`${FAVICON} has no round corners that could be filled`);
      for (const { file, size, purpose } of ICONS) {
        const drawing = Buffer.from(purpose === 'maskable' ? square : round);
        const source = await sharp(drawing, { density: size }).resize(size, size).png().toBuffer();
        this.emitFile({ type: 'asset', fileName: file, source });
      }
    },
  };
}
