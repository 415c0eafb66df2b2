import { createRequire } from 'node:module';

/** Makes a PNG of an SVG. Rejects where it cannot be drawn. */
export type Render = (svg: string) => Promise<Uint8Array>;

/** Regular and bold; no font of the machine is looked at, so that a picture looks alike wherever it is drawn. */
const fonts = ['dejavu-fonts-ttf/ttf/DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'];

/**
 * The renderer. It is native code, built for most machines but not for all. Laying out and drawing (25 ms of work) are
 * done on a thread of its own; only the PNG is made on ours (15 ms).
 * @throws where there is none for this machine
 */
export async function openRenderer(): Promise<Render> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const font = {
    loadSystemFonts: false,
    fontFiles: fonts.map((file) => resolve(file)),
    defaultFontFamily: 'DejaVu Sans',
  };
  return async (svg) => (await renderAsync(svg, { font, logLevel: 'off' })).asPng();
}
