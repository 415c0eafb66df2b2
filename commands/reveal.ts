import type { FilmKey } from '../src/catalogue/ids.ts';
import { type Answer, privately, privatelyInPlace } from '../src/discord/answer.ts';
import { action, type Pressed } from '../src/discord/command.ts';
import { revealAsk, revealLeave, revealSay, revealShow, type Told } from '../src/discord/custom-ids.ts';
import type { Message } from '../src/discord/message.ts';
import type { Said } from '../src/spoilers/gate.ts';
import { howFarCard } from '../src/views/progress.ts';
import { leftHidden, restMessages, revealMessages } from '../src/views/reveal.ts';
import type { Request } from './command.ts';
import { keepSaid, keptSaid } from './how-far.ts';

/*
 * What `Reveal for me` does, under everything that is spoilered. Only servers keep how far members are: elsewhere it is
 * asked each time, and travels in the buttons.
 */

export const revealActions = [
  action(revealAsk, 'private', async (request: Request, { film, told }) => {
    const said = request.place.kind === 'server' ? await keptSaid(request, request.catalogue.summary(film)) : {};
    const hasSaidNothing = said.film === undefined && said.book === undefined;
    if (hasSaidNothing) return privately(howFar(request, film, told, said));
    return privately(
      ...revealMessages({ film: await request.catalogue.film(film), told, said, shownFor: undefined }, request.words),
    );
  }),
  action(revealSay, 'update', say),
  action(revealShow, 'update', async ({ catalogue, words }: Request, { film, told, known }, pressed) =>
    privatelyInPlace(restMessages({ film: await catalogue.film(film), told, said: known }, words), pressed),
  ),
  action(revealLeave, 'update', async ({ words }: Request, _, pressed) =>
    privatelyInPlace([leftHidden(words)], pressed),
  ),
];

/**
 * An answer to the question how far they are is followed by the next one until both works are said. An `I have finished
 * it` goes on from what was shown before.
 */
async function say(
  request: Request,
  { film, told, known, said }: { film: FilmKey; told: Told; known: Said; said: Said },
  pressed: Pressed,
): Promise<Answer> {
  const now = await saidNow(request, film, known, said);
  const wasShown = hasSaidBoth(known);
  if (!wasShown && !hasSaidBoth(now)) return privatelyInPlace([howFar(request, film, told, now)], pressed);
  const whole = await request.catalogue.film(film);
  const messages = revealMessages(
    { film: whole, told, said: now, shownFor: wasShown ? known : undefined },
    request.words,
  );
  return privatelyInPlace(messages, pressed);
}

async function saidNow(request: Request, film: FilmKey, before: Said, said: Said): Promise<Said> {
  if (request.place.kind !== 'server') return { film: said.film ?? before.film, book: said.book ?? before.book };
  const summary = request.catalogue.summary(film);
  await keepSaid(request, summary, said);
  return keptSaid(request, summary);
}

function hasSaidBoth({ film, book }: Said): boolean {
  return film !== undefined && book !== undefined;
}

function howFar({ catalogue, place, words }: Request, film: FilmKey, told: Told, said: Said): Message {
  return howFarCard({ film: catalogue.summary(film), told, said, kept: place.kind === 'server' }, words);
}
