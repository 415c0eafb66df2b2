/** What a book can be. */
export const bookForms = [
  'novel',
  'novella',
  'short story',
  'short story collection',
  'non-fiction',
  'memoir',
  'graphic novel',
  'graphic memoir',
  'play',
  'poem',
] as const;

/** Which part of a work an adaptation changed. */
export const changeAspects = [
  'plot',
  'ending',
  'characters',
  'point of view',
  'setting',
  'tone',
  'structure',
  'theme',
] as const;
export type ChangeAspect = (typeof changeAspects)[number];
