import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { walk } from '../../src/playground/components.ts';
import type { Member } from '../../src/playground/members.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { type Foyer, startFoyer } from '../foyer.ts';
import { visibleBeforeClick } from '../spoilers/discord-markdown.ts';

const neverLetMeGo = 'never-let-me-go-2010';
const theCow = 'the-cow-1969';

const novel = {
  key: 'somebody-the-novel-1950',
  title: 'The Novel',
  authors: ['A. Somebody'],
  year: 1950,
  form: 'novel',
};
const withStills = {
  title: 'Picture Show',
  year: 1999,
  medium: 'film',
  directors: [{ name: 'D. Irector' }],
  book: novel,
  reviews: [
    {
      key: 'second',
      byline: 'Ana Ruiz',
      publication: 'The Paper',
      sections: [{ about: 'story', text: 'One.' }],
      verdict: 'Good.',
    },
    {
      key: 'third',
      byline: 'Ana Ruiz',
      publication: 'The Paper',
      stars: 2.5,
      sections: [{ about: 'story', text: 'Two.' }],
      verdict: 'Less good.',
    },
    { key: 'foyer', title: 'On looking', stars: 3.5, sections: [{ about: 'story', text: 'Three.' }], verdict: 'Look.' },
  ],
  stills: [
    { url: 'https://example.org/1.jpg', alt: 'A woman looks out of a window.', credit: 'Studio *One*' },
    { url: 'https://example.org/2.jpg', alt: 'An empty chair.', credit: 'Studio *One*' },
  ],
};

let foyer: Foyer;
let alice: Member;
let bob: Member;

beforeAll(async () => {
  foyer = await startFoyer({
    content: {
      'picture-show-1999.yaml': JSON.stringify(withStills),
      'one-voice-1999.yaml': JSON.stringify({
        ...withStills,
        title: 'One Voice',
        reviews: withStills.reviews.slice(0, 1),
      }),
    },
  });
  ({ alice, bob } = foyer);
});
afterAll(() => foyer.end());

const labels = ({ buttons }: SeenMessage) => buttons.map(({ label }) => label);

/** The text of all pages, turned one by one by the member who asked, and how many there are. */
async function readThrough(member: Member, message: SeenMessage): Promise<{ text: string; pages: number }> {
  let text = message.text;
  let pages = 1;
  while (labels(message).includes('Read on')) {
    expect((await member.press(message, 'Read on')).outcome).toBe('update');
    text += `\n${message.text}`;
    pages += 1;
  }
  return { text, pages };
}

describe('the card of a review', () => {
  test('has our own review of the film first, with everything about the film, its people and its book', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    expect(message.ephemeral).toBe(false);
    const { text } = await readThrough(alice, message);
    for (const part of [
      '## Never Let Me Go (2010)\n**★★★★** · “The ball that nobody fetches” · Foyer’s review',
      '-# Film · United Kingdom and United States · English · science fiction, drama, romance',
      'Directed by **Mark Romanek** (also *One Hour Photo*, 2002)',
      'Written by **Alex Garland** (also *28 Days Later*, 2002; *Ex Machina*, 2015; *Annihilation*, 2018)',
      'Photographed by **Adam Kimmel** (also *Capote*, 2005)',
      'Music by **Rachel Portman** (also *Emma*, 1996)',
      '**Cast**\nKathy H.: Carey Mulligan, and Izzy Meikle-Small when young · ',
      'Ruth: Keira Knightley, and Ella Purnell when young · ',
      'Miss Emily: Charlotte Rampling · ',
      '**The book**\nNever Let Me Go, by Kazuo Ishiguro · novel, 2005',
      'Good to know beforehand: ',
      '**Read first.** ',
      '**Story**\nA young woman named Kathy thinks back to Hailsham',
      '**Book and film · tells plot**\n||',
      '**Verdict**\nQuiet, tender, and harder than it looks.',
      '**Themes to take along**\n**Autonomy and conformity**\n',
      '**Roles in place of relations** · Guy Debord, The Society of the Spectacle, 1967\n',
      '-# Stars on this server · Film: no ratings yet · Book: no ratings yet',
      '-# Page 1 of 2',
      '-# Page 2 of 2',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.split('\n')).not.toContain('-#');
  });

  test('keeps what tells plot behind a spoiler', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    const { text } = await readThrough(alice, message);
    for (const reading of ['raw', 'parsed'] as const) {
      expect(visibleBeforeClick(text, reading)).not.toMatch(/donor|carer|wristband|captions/u);
    }
    expect(text).toContain('signing in at doors with a wristband');
  });

  test('has the doors to everything else', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    expect(labels(message)).toEqual(['Read on', 'Synopsis', 'Reveal for me', 'Rate', 'Book or film?', 'Next review']);
  });

  test('of a critic without stars says so, and has byline, publication, link, the writer and the epigraph', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo, critic: 'vinyl-writers' });
    for (const part of [
      '**no stars** · by Octavio Carbajal González, Vinyl Writers',
      '-# A film enthusiast from Mexico City who mostly watches arthouse films.',
      '> *Whoever designs a perfect society,',
      '> after Bertrand de Jouvenel',
    ]) {
      expect(message.text).toContain(part);
    }
    expect(message.buttons).toContainEqual(
      expect.objectContaining({ label: 'Read the original', url: 'https://www.vinylwriters.com' }),
    );
    const { text } = await readThrough(alice, message);
    expect(text).toContain('**Characters · tells plot**\n||');
    expect(text).toContain('**Verdict**\nRestrained and honest.');
    expect(text).not.toContain('Themes to take along');
  });

  test('of an unsigned piece has its title, its notices and what its readers said', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo, critic: 'blog' });
    expect(message.text).toContain(
      '**★★★★** · “Never Let Me Go (2010)” · unsigned\n-# The original tells the plot.\n-# The original shows many large pictures.',
    );
    const { text } = await readThrough(alice, message);
    expect(text).toContain('**What its readers said**\n||One reader wishes');
    expect(text).toContain('-# Another reader\nOne had not known that there was a book');
  });

  test('has this server’s stars, of the film and of the book, in the reader’s way to write numbers', async () => {
    const film = 'rashomon-1950';
    const members = ['Ruth', 'Tommy', 'Kathy'].map((name) => foyer.loopback.addMember(name, { server: foyer.server }));
    for (const [index, member] of members.entries())
      await member.run('/rate', { film, stars: ['★★★', '★★★★', '★★★★★'][index] ?? '' });
    await alice.run('/rate', { film, stars: '½', work: 'Book' });
    expect((await bob.run('/review', { film })).message.text).toContain(
      '-# Stars on this server · Film: 4.0 of 5 from 3 ratings · Book: 1 rating',
    );
    const greta = foyer.loopback.addMember('Greta', { server: foyer.server, locale: 'de' });
    expect((await greta.run('/review', { film })).message.text).toContain('Film: 4,0 of 5 from 3 ratings');
  });
});

describe('the pages of a long review', () => {
  test('turn in place for the member who asked, there and back', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    expect((await alice.press(message, 'Read on')).outcome).toBe('update');
    expect(message.text).toContain('Page 2 of 2');
    expect(message.text).toContain('## Never Let Me Go (2010)\n**★★★★**');
    expect(labels(message)).toEqual(['Back', 'Synopsis', 'Reveal for me', 'Rate', 'Book or film?', 'Next review']);
    await alice.press(message, 'Back');
    expect(message.text).toContain('Page 1 of 2');
  });

  test('turn privately for everybody else, and from then on in their own copy', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    const own = await bob.press(message, 'Read on');
    expect(own.outcome).toBe('message');
    expect(own.message.ephemeral).toBe(true);
    expect(own.message.text).toContain('Page 2 of 2');
    expect(message.text).toContain('Page 1 of 2');
    expect((await bob.press(own.message, 'Back')).outcome).toBe('update');
    expect(own.message.text).toContain('Page 1 of 2');
  });
});

describe('Next review', () => {
  test('goes through all critics, ours first, and begins again', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    const seen: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      seen.push(message.text.split('\n')[1] ?? '');
      expect((await alice.press(message, 'Next review')).outcome).toBe('update');
    }
    expect(seen).toEqual([
      '**★★★★** · “The ball that nobody fetches” · Foyer’s review',
      '**★★★★** · “Never Let Me Go (2010)” · unsigned',
      '**no stars** · by Octavio Carbajal González, Vinyl Writers',
    ]);
    expect(message.text).toContain('Foyer’s review');
  });

  test('shows the next one privately to somebody else, and leaves the card as it is', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    const own = await bob.press(message, 'Next review');
    expect(own.message.ephemeral).toBe(true);
    expect(own.message.text).toContain('· unsigned');
    expect(message.text).toContain('Foyer’s review');
  });

  test('is not there where there is one review or none', async () => {
    expect(labels((await alice.run('/review', { film: theCow })).message)).not.toContain('Next review');
    expect(labels((await alice.run('/review', { film: 'one-voice-1999' })).message)).not.toContain('Next review');
  });
});

describe('the critic', () => {
  test('is suggested from the film’s reviews, ours first', async () => {
    expect(await alice.complete('/review', { film: neverLetMeGo }, 'critic')).toEqual([
      { name: 'Foyer’s review', value: 'foyer' },
      { name: 'Never Let Me Go (2010)', value: 'blog' },
      { name: 'Octavio Carbajal González, Vinyl Writers', value: 'vinyl-writers' },
    ]);
    expect(await alice.complete('/review', { film: 'picture show' }, 'critic')).toEqual([
      { name: 'Foyer’s review', value: 'foyer' },
      { name: 'Ana Ruiz, The Paper · second', value: 'second' },
      { name: 'Ana Ruiz, The Paper · third', value: 'third' },
    ]);
  });

  test.each(['gonz', 'GONZALEZ', 'vinyl', 'writers octavio', '  Octavio Carbajal González, Vinyl Writers '])(
    'is found by what is typed: %s',
    async (critic) => {
      const suggested = await alice.complete('/review', { film: neverLetMeGo, critic }, 'critic');
      expect(suggested.map(({ value }) => value)).toEqual(['vinyl-writers']);
      const { message } = await alice.run('/review', { film: neverLetMeGo, critic });
      expect(message.text).toContain('by Octavio Carbajal González, Vinyl Writers');
    },
  );

  test('has no suggestions while the film is not clear', async () => {
    expect(await alice.complete('/review', {}, 'critic')).toEqual([]);
    expect(await alice.complete('/review', { film: 'zzzzzz' }, 'critic')).toEqual([]);
  });

  test('who has not reviewed the film is answered privately with those who have', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo, critic: 'Pauline ||Kael||' });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe(
      [
        'I have no review of this one by “Pauline \\|\\|Kael\\|\\|”. Leave `critic` out, or pick one of these:',
        '- Foyer’s review',
        '- Never Let Me Go (2010)',
        '- Octavio Carbajal González, Vinyl Writers',
      ].join('\n'),
    );
  });

  test('of a film that nobody has reviewed is answered privately', async () => {
    const { message } = await alice.run('/review', { film: theCow, critic: 'anybody' });
    expect(message.ephemeral).toBe(true);
    expect(message.text).toBe('Nobody has reviewed this one here yet.');
  });

  test('left blank is ours', async () => {
    expect((await alice.run('/review', { film: neverLetMeGo, critic: '  ' })).message.text).toContain('Foyer’s review');
  });
});

describe('stills', () => {
  test('are shown on a press only, to that member, each with its alt text', async () => {
    const { message } = await alice.run('/review', { film: 'picture-show-1999' });
    expect(JSON.stringify(message.components)).not.toContain('example.org');
    const stills = await bob.press(message, 'Stills');
    expect(stills.message.ephemeral).toBe(true);
    expect(stills.message.text).toBe('## Stills from Picture Show (1999)\n-# Studio \\*One\\*');
    const gallery = [...walk(stills.message.components)].find(({ items }) => items !== undefined);
    expect(gallery?.items).toMatchObject([
      { media: { url: 'https://example.org/1.jpg' }, description: 'A woman looks out of a window.' },
      { media: { url: 'https://example.org/2.jpg' }, description: 'An empty chair.' },
    ]);
  });

  test('have no button where an entry has none', async () => {
    expect(labels((await alice.run('/review', { film: neverLetMeGo })).message)).not.toContain('Stills');
  });

  test('that an old card asks for in vain are answered kindly', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    const { message: answer } = await alice.pressForged(message, `review.stills/v1/${neverLetMeGo}`);
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toBe('There are no stills of this one.');
  });
});

describe('a film of which only facts are known', () => {
  test('has them on its card, and says kindly that nobody has written about it', async () => {
    const { message } = await alice.run('/review', { film: theCow });
    expect(message.text).toContain('## The Cow (1969)\n-# \u2068گاو\u2069 · Gaav\n-# Film · Iran · Persian · drama\n');
    expect(message.text).toContain('Directed by **Dariush Mehrjui**\n');
    expect(message.text).toContain('Nobody has written about this one here yet. What we know of it is above.');
    expect(message.text).not.toMatch(/stars\*\*|★|Page/u);
    expect(labels(message)).toEqual(['Synopsis', 'Rate', 'Book or film?']);
  });

  test('has a kind word behind its Synopsis button, too', async () => {
    const { message } = await alice.run('/review', { film: theCow });
    const answer = await alice.press(message, 'Synopsis');
    expect(answer.message.ephemeral).toBe(true);
    expect(answer.message.text).toBe('Nobody has retold The Cow (1969) scene by scene yet.');
  });
});

describe('where the bot is not on the server', () => {
  const serverOnly = ['Rate', 'Book or film?'];

  async function everyCardOf(member: Member): Promise<readonly SeenMessage[]> {
    const { message } = await member.run('/review', { film: neverLetMeGo });
    const { message: turned } = await member.press(message, 'Read on');
    const { message: synopsis } = await member.press(message, 'Synopsis');
    return [message, turned, synopsis];
  }

  test('in a direct message a review reads the same, without what needs a server', async () => {
    const cards = await everyCardOf(alice.in('dm'));
    for (const card of cards) {
      for (const label of serverOnly) expect(labels(card)).not.toContain(label);
      expect(card.text).not.toContain('on this server');
    }
    expect(labels(cards[0] ?? expect.fail())).toEqual(['Back', 'Synopsis', 'Reveal for me', 'Next review']);
  });

  test('on a server where only the member installed Foyer it is the same', async () => {
    const elsewhere = foyer.loopback.addServer({ name: 'Another club', installed: false });
    const carol = foyer.loopback.addMember('Carol', { server: elsewhere, installed: true });
    for (const card of await everyCardOf(carol)) {
      for (const label of serverOnly) expect(labels(card)).not.toContain(label);
      expect(card.text).not.toContain('on this server');
    }
  });

  test('look-ups are offered on servers, in direct messages and in groups, however Foyer was installed', () => {
    const registered = new Map(foyer.loopback.commands.map(({ name, raw }) => [name, raw]));
    for (const name of ['review', 'synopsis', 'help']) {
      expect(registered.get(name)).toMatchObject({ contexts: [0, 1, 2], integration_types: [0, 1] });
    }
  });
});

describe('a button that outlived what it was for', () => {
  test('of a film that is gone says what to do', async () => {
    const { message } = await alice.run('/review', { film: theCow });
    const { message: answer } = await alice.pressForged(message, 'review.page/v1/gone-film-1980/foyer/1');
    expect(answer.ephemeral).toBe(true);
    expect(answer.text).toBe('That film is not in the catalogue any more. Ask for another one.');
  });

  test('of a page that is no more shows the last', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo });
    await alice.pressForged(message, `review.page/v1/${neverLetMeGo}/foyer/99`);
    expect(message.text).toContain('Page 2 of 2');
  });

  test('of a critic who is no more shows the first there is', async () => {
    const { message } = await alice.run('/review', { film: neverLetMeGo, critic: 'blog' });
    await alice.pressForged(message, `review.next/v1/${neverLetMeGo}/nobody`);
    expect(message.text).toContain('· Foyer’s review');
  });
});
