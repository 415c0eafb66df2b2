/** A pattern longer than this is measured by its beginning: its bits fill one integer. */
const wordSize = 32;

/**
 * Counts the edits (a letter more, less or other, or two swapped) from a pattern to a text.
 * The bit-parallel algorithm of Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances"
 * (2003): the differences of one column of the usual table are the bits of an integer, so that a dictionary of a
 * hundred thousand words can be asked while a member types.
 */
export function editsFrom(pattern: string): (text: string) => number {
  const length = Math.min(pattern.length, wordSize);
  if (length === 0) return (text) => text.length;
  const places = new Map<number, number>();
  for (let at = 0; at < length; at += 1) {
    const letter = pattern.charCodeAt(at);
    places.set(letter, (places.get(letter) ?? 0) | (1 << at));
  }
  const last = 1 << (length - 1);

  return (text) => {
    let up = -1;
    let down = 0;
    let diagonal = 0;
    let before = 0;
    let edits = length;
    for (let at = 0; at < text.length; at += 1) {
      const here = places.get(text.charCodeAt(at)) ?? 0;
      const swapped = ((~diagonal & here) << 1) & before;
      diagonal = (((here & up) + up) ^ up) | here | down | swapped;
      const right = down | ~(diagonal | up);
      const left = diagonal & up;
      if (right & last) edits += 1;
      if (left & last) edits -= 1;
      const shifted = (right << 1) | 1;
      up = (left << 1) | ~(diagonal | shifted);
      down = diagonal & shifted;
      before = here;
    }
    return edits;
  };
}
