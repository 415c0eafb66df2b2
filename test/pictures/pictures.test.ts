import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Histograms, histogramsSvg } from '../../src/pictures/histograms.ts';
import { createPictures, openPictures } from '../../src/pictures/pictures.ts';
import { type StackedBars, stackedBarsSvg } from '../../src/pictures/stacked-bars.ts';
import { allHalfSteps, stars } from '../../src/ratings/half-steps.ts';

const write = new Intl.NumberFormat('en').format;
const steps = allHalfSteps.map(stars);
const histogram = (perStep: readonly number[]) => ({ heading: 'Film', note: '9 ratings', perStep });
const histograms = (film: readonly number[], book: readonly number[]): Histograms => ({
  film: histogram(film),
  book: histogram(book),
  steps,
  write,
});
const stacked = (book: number, even: number, film: number): StackedBars => ({
  names: { book: 'Book', even: 'Even', film: 'Film' },
  bars: [{ label: 'Which was better?', note: '3 ballots', parts: { book, even, film } }],
  write,
});
const none = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

const anyHistograms = fc
  .record({
    film: fc.array(fc.nat(99_999), { minLength: 10, maxLength: 10 }),
    book: fc.constantFrom(none, [...none.slice(1), 1]),
  })
  .map(({ film, book }) => histograms(film, book));
const anyStacked = fc.tuple(fc.nat(99_999), fc.nat(99_999), fc.nat(9)).map((parts) => stacked(...parts));

/** Every rectangle of a picture, as far as it reaches. */
const rectangles = (svg: string) =>
  [...svg.matchAll(/<rect x="([\d.-]+)" y="[\d.]+" width="([\d.-]+)" height="[\d.]+" rx="\d+" fill="(#\w+)"/g)].map(
    ([, x, wide, fill]) => ({ from: Number(x), to: Number(x) + Number(wide), fill }),
  );

describe('both pictures', () => {
  test('stay within their frame, whatever the counts', () => {
    const within = (svg: string) => rectangles(svg).every(({ from, to }) => from >= 0 && to <= 1000.2 && from <= to);
    fc.assert(fc.property(anyHistograms, (of) => within(histogramsSvg(of))));
    fc.assert(fc.property(anyStacked, (of) => within(stackedBarsSvg(of))));
  });

  test('are drawn as PNG of 1,000 pixels across', async () => {
    const pictures = openPictures((error) => expect.unreachable(String(error)));
    for (const picture of [
      await pictures.histograms(histograms(none, none)),
      await pictures.stackedBars(stacked(0, 0, 0)),
    ]) {
      const bytes = Buffer.from(picture?.bytes ?? []);
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      expect(bytes.readUInt32BE(16)).toBe(1000);
    }
  });

  test('show letters: another text is another picture', async () => {
    const pictures = openPictures((error) => expect.unreachable(String(error)));
    const drawn = async (name: string) =>
      (await pictures.histograms({ ...histograms(none, none), steps: [name, ...steps.slice(1)] }))?.bytes;
    expect(await drawn('½')).not.toEqual(await drawn(' '));
    expect(await drawn('★')).not.toEqual(await drawn('½'));
  });

  test('keep what would be mark-up as letters', () => {
    const svg = stackedBarsSvg({ ...stacked(1, 1, 1), names: { book: `<a href="x">&'`, even: 'Even', film: 'Film' } });
    expect(svg).toContain('&lt;a href=&quot;x&quot;&gt;&amp;&#39;');
    expect(svg).not.toContain('<a');
  });
});

describe('the bars of one question', () => {
  test('are as long as their shares, and fill the width', () => {
    const [, ...parts] = rectangles(stackedBarsSvg(stacked(30, 10, 60))).slice(-4);
    const lengths = rectangles(stackedBarsSvg(stacked(30, 10, 60)))
      .slice(-3)
      .map(({ from, to }) => to - from);
    const sum = lengths.reduce((one, other) => one + other, 0);
    expect(parts[0]?.from).toBe(32);
    expect(parts[2]?.to).toBeCloseTo(968, 0);
    expect(lengths.map((length) => Math.round((length / sum) * 100))).toEqual([30, 10, 60]);
  });

  test('leave room for every count', () => {
    const [book, film] = rectangles(stackedBarsSvg(stacked(99_999, 0, 1))).slice(-2);
    expect((film?.to ?? 0) - (film?.from ?? 0)).toBeGreaterThan(40);
    expect((book?.to ?? 0) - (book?.from ?? 0)).toBeGreaterThan(800);
  });
});

describe('pictures that were drawn', () => {
  const drawing = (fails: () => boolean = () => false) => {
    const drawn: string[] = [];
    const told: unknown[] = [];
    const pictures = createPictures(
      async (svg) => {
        drawn.push(svg);
        if (fails()) throw new Error('no ink');
        return new Uint8Array([drawn.length]);
      },
      (error) => told.push(error),
    );
    return { pictures, drawn, told };
  };

  test('are kept for the next who asks, also while they are being drawn', async () => {
    const { pictures, drawn } = drawing();
    const [one, other] = await Promise.all([
      pictures.stackedBars(stacked(1, 2, 3)),
      pictures.stackedBars(stacked(1, 2, 3)),
    ]);
    expect(one).toEqual({ name: 'result.png', bytes: new Uint8Array([1]) });
    expect(other).toEqual(one);
    await pictures.stackedBars(stacked(1, 2, 4));
    expect(drawn).toHaveLength(2);
  });

  test('are missing where the renderer fails, which is told once, and are drawn again when it works', async () => {
    let fails = true;
    const { pictures, told } = drawing(() => fails);
    expect(await pictures.stackedBars(stacked(1, 2, 3))).toBeUndefined();
    expect(await pictures.stackedBars(stacked(1, 2, 4))).toBeUndefined();
    expect(told).toEqual([new Error('no ink')]);
    fails = false;
    expect(await pictures.stackedBars(stacked(1, 2, 3))).toBeDefined();
  });

  test('are missing where the font has no letters for a word', async () => {
    const { pictures, told } = drawing();
    expect(await pictures.histograms({ ...histograms(none, none), steps: ['星', ...steps.slice(1)] })).toBeUndefined();
    expect(told).toEqual([new RangeError('a picture has no letters for “星”')]);
  });
});
