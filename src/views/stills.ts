import {
  ContainerBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
  TextDisplayBuilder,
} from '@discordjs/builders';
import type { Film, Still } from '../catalogue/film.ts';
import { maxAltText } from '../discord/limits.ts';
import { type Message, message } from '../discord/message.ts';
import { ellipsis } from '../spoilers/cut.ts';
import { escapeLine } from '../spoilers/escape.ts';
import type { Words } from '../words/en.ts';
import { titleOf } from './film-names.ts';
import { card } from './layout.ts';
import { itemsWithin } from './pages.ts';

/** Discord's limit. */
const picturesInAGallery = 10;

/** A film's stills, each with its alt text, under its credits. */
export function stillsCard(film: Film, words: Words): Message {
  if (film.stills.length === 0) return card(words.review.noStillsYet);
  const container = new ContainerBuilder().addTextDisplayComponents(
    new TextDisplayBuilder().setContent(`## ${words.review.stillsOf(titleOf(film, words))}`),
  );
  for (let start = 0; start < film.stills.length; start += picturesInAGallery) {
    const pictures = film.stills.slice(start, start + picturesInAGallery).map(picture);
    container.addMediaGalleryComponents(new MediaGalleryBuilder().addItems(pictures));
  }
  const credited = [...new Set(film.stills.map(({ credit }) => escapeLine(credit ?? '')))].filter(Boolean);
  if (credited.length > 0) {
    const names = itemsWithin(credited).join(' · ');
    container.addTextDisplayComponents(new TextDisplayBuilder().setContent(`-# ${names}`));
  }
  return message(container);
}

function picture({ url, alt }: Still): MediaGalleryItemBuilder {
  return new MediaGalleryItemBuilder().setURL(url).setDescription(ellipsis(alt, maxAltText));
}
