const plot: unique symbol = Symbol('plot');

/**
 * What happens in a film or book. Not a string on purpose: it cannot be put into a message, a title or a log by
 * mistake, only through `spoiler`, `spoilerLine` and `spoilerParts`, and in the open through `openParts`, once the gate has
 * let it through. It holds no readable property either, so a copy,
 * an inspection or a deep comparison sees nothing: two plot texts look equal whatever they say.
 */
export interface PlotText {
  readonly [plot]: true;
  readonly [Symbol.toPrimitive]: () => never;
  readonly toJSON: () => never;
}

const rawTexts = new WeakMap<PlotText, string>();

function refuse(): never {
  throw new TypeError('Plot text is not a string: show it through spoiler(), spoilerLine() or spoilerParts().');
}

/** Marks a text as plot, from here on readable only behind spoiler bars. */
export function plotText(raw: string): PlotText {
  const hidden = Object.freeze<PlotText>({ [plot]: true, [Symbol.toPrimitive]: refuse, toJSON: refuse });
  rawTexts.set(hidden, raw);
  return hidden;
}

/** The raw plot. For the files of spoilers/ alone: whoever else calls this can leak it. */
export function rawOf(hidden: PlotText): string {
  const raw = rawTexts.get(hidden);
  if (raw === undefined) throw new TypeError('This is not a plot text made by plotText(), perhaps a copy of one.');
  return raw;
}
