/*
 * What both pictures are made of. They hold numbers and our own words, never what members or authors wrote: titles
 * stand above a picture, as text that is read aloud and copied.
 */

/** Units are pixels. Discord shows the picture 350 wide on a phone: what is smaller than 28 here cannot be read there. */
export const width = 1000;

/**
 * Told apart in every kind of colour blindness, and legible under dark type: three of the Okabe-Ito palette
 * (https://jfly.uni-koeln.de/color/). The background is the picture's own, so that it looks alike on Discord's dark and
 * light.
 */
export const colours = {
  ground: '#15171c',
  track: '#2a2e37',
  type: '#f2f3f5',
  quiet: '#aab0bd',
  onColour: '#101216',
  book: '#e69f00',
  film: '#56b4e9',
  even: '#c4c8d0',
} as const;

/** A colour of the pictures, by what it is for. */
export type Colour = keyof typeof colours;

/**
 * The scripts that DejaVu Sans has. In any other it draws empty boxes, or nothing.
 * @throws RangeError for a text in one, so that the card falls back to text
 */
const drawable = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{P}\p{Zs}\u202f★½+=<>−×%]*$/u;

/** A text at a place; `y` is its baseline. */
export function text(
  content: string,
  {
    x,
    y,
    size,
    colour,
    anchor = 'start',
    bold = false,
  }: {
    readonly x: number;
    readonly y: number;
    readonly size: number;
    readonly colour: Colour;
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly bold?: boolean;
  },
): string {
  if (!drawable.test(content)) throw new RangeError(`a picture has no letters for “${content}”`);
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" fill="${colours[colour]}" text-anchor="${anchor}"${weight}>${escapeXml(content)}</text>`;
}

/** A filled rectangle with corners of `radius`. */
export function rect(
  x: number,
  y: number,
  wide: number,
  high: number,
  { colour, radius = 0 }: { readonly colour: Colour; readonly radius?: number },
): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${round(high)}" rx="${radius}" fill="${colours[colour]}"/>`;
}

/** A whole picture of {@link width}, on its own ground. */
export function svg(height: number, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans">${rect(0, 0, width, height, { colour: 'ground' })}${parts.join('')}</svg>`;
}

/** How wide a count is in bold type: digits are the widest of what is in it. */
export const countWidth = (count: string, size: number) => count.length * size * digitWidth;
/** DejaVu Sans Bold, in parts of the font size. */
const digitWidth = 0.7;

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeXml(content: string): string {
  return content.replaceAll(/[&<>"']/g, (character) => named[character] ?? '');
}

const round = (number: number) => Number(number.toFixed(1));
