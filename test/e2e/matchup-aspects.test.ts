import { describe, expect, test } from 'vitest';
import { walk } from '../../src/playground/components.ts';
import { readable } from '../../src/playground/readable.ts';
import type { SeenMessage } from '../../src/playground/seen.ts';
import { stageForPolls, usual, vote } from './matchup-stage.ts';

const { foyer, club, open, untilShows } = stageForPolls();

const confirmed = 'Your ballot on Never Let Me Go (2010): **Book**.';
const menusOf = (message: SeenMessage) => [...walk(message.components)].filter(({ type }) => type === 3);
const pickedIn = (message: SeenMessage) =>
  menusOf(message).flatMap(({ options }) =>
    Array.isArray(options) ? options.filter((option) => option.default).map(({ label }) => String(label)) : [],
  );
const menu = (message: SeenMessage, aspect: string) =>
  String(menusOf(message).find(({ custom_id: id }) => String(id).endsWith(`/${aspect}`))?.custom_id);

describe('with aspects', () => {
  test('the confirmation asks each of them by a menu, none of which must be answered', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { aspects: true });
    const { message } = await bob.press(card, 'Book');
    expect(menusOf(message).map(({ placeholder }) => placeholder)).toEqual([
      'Story: Which has the better story?',
      'Characters: Which draws its characters better?',
      'Ending: Which ends better?',
      'Casting: The faces on the screen, or those in your head?',
      'Atmosphere: Which draws you in more?',
      'Faithfulness: Which is truer to what it wants to tell?',
    ]);
    expect(menusOf(message)).toSatisfy((menus: readonly Record<string, unknown>[]) =>
      menus.every(({ min_values: least, max_values: most }) => least === 0 && most === 1),
    );
    expect(message.text).toBe(
      [
        confirmed,
        'Which of the two do you know? Those who know both decide; other ballots are shown apart.',
        'And one by one, if you like. Pick what you picked once more to leave it out again.',
      ].join('\n'),
    );
    expect(pickedIn(message)).toEqual([]);
    expect(card.text).not.toContain('Asked as well');
  });

  test('an answer is kept, shown on the card among those who know both, changed, and left out again', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { aspects: true });
    const message = await vote(bob, card, 'Book', 'both');
    const said = await bob.select(message, menu(message, 'ending'), ['Ending: Film']);
    expect(said.outcome).toBe('update');
    await bob.select(message, menu(message, 'casting'), ['Casting: Even']);
    expect(pickedIn(message)).toEqual(['Ending: Film', 'Casting: Even']);
    await foyer().bot().advance(5000);
    await untilShows(card, '-# Asked as well, of those who know both:\nEnding · Film 1\nCasting · Even 1');
    await bob.select(message, menu(message, 'ending'), ['Ending: Book']);
    await bob.select(message, menu(message, 'casting'), []);
    expect(pickedIn(message)).toEqual(['Ending: Book']);
    await foyer().bot().advance(5000);
    await untilShows(card, '-# Asked as well, of those who know both:\nEnding · Book 1');
    expect(card.text).not.toContain('Casting');
    await bob.press(message, 'Film');
    expect(pickedIn(message)).toEqual(['Ending: Book']);
    expect(message.text).toContain('**Film**');
  });

  test('the result has a verdict on each', async () => {
    const { alice, members } = club();
    const card = await open(alice, { aspects: true });
    for (const [index, member] of members(6).entries()) {
      const message = await vote(member, card, index < 4 ? 'Book' : 'Film', 'both');
      await member.select(message, menu(message, 'story'), [index < 3 ? 'Story: Book' : 'Story: Even']);
      if (index < 5) await member.select(message, menu(message, 'ending'), ['Ending: Film']);
      if (index === 0) await member.select(message, menu(message, 'casting'), ['Casting: Film']);
    }
    await alice.press(card, 'Close');
    await untilShows(card, 'The poll is closed');
    expect(card.text).toContain(
      [
        '**Verdict: the book was better, say 4 of the 6 who know both.**',
        '-# 6 ballots in all.',
        '**Story** · tie of Book and Even (6)',
        '**Characters** · too few to say (0)',
        '**Ending** · Film (5 of 5)',
        '**Casting** · too few to say (1)',
        '**Atmosphere** · too few to say (0)',
        '**Faithfulness** · too few to say (0)',
      ].join('\n'),
    );
    expect(readable(card)).toContain(
      '[picture: Know both: Book 4, Film 2. Story: know both: Book 3, Even 3. Ending: know both: Film 5. Casting: know both: Film 1.]',
    );
  });

  test('a value that no menu offers, two at once, or an answer where nothing was asked, changes nothing', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const message = await vote(bob, card, 'Book', 'both');
    expect(menusOf(message)).toEqual([]);
    const id = card.buttons[0]?.customId?.split('/')[2] ?? '';
    const { message: refused } = await bob.pressForged(message, `matchup.aspect/v1/${id}/story`);
    expect(refused.text).toMatch(/^This card is from an older Foyer: ask again with <\/bookvsfilm:\d+>\.$/);
    const asked = await open(alice, { film: 'solaris-1972', aspects: true });
    const ballot = await vote(bob, asked, 'Book', 'both');
    const { message: forged } = await bob.selectForged(ballot, menu(ballot, 'story'), ['opera']);
    expect(forged.text).toMatch(/^This card is from an older Foyer/);
    const { message: both } = await bob.selectForged(ballot, menu(ballot, 'story'), ['book', 'film']);
    expect(both.text).toMatch(/^This card is from an older Foyer/);
    expect(pickedIn(ballot)).toEqual([]);
  });

  test('without a ballot there is nothing to add an answer to', async () => {
    const { alice, bob } = club();
    const card = await open(alice, { aspects: true });
    const first = await vote(bob, card, 'Book');
    const second = await vote(bob, card, 'Book');
    await bob.press(first, 'Take back');
    const { message } = await bob.select(second, menu(second, 'story'), ['Story: Book']);
    expect(message.text).toBe('You have no ballot in this poll. Press Book, Film or Even on its card first.');
  });

  test('and the button for the film that was meant asks them as well', async () => {
    const { alice } = club();
    const { message } = await alice.run('/bookvsfilm', { film: 'zzyzx qwv', aspects: true });
    const { message: card } = await alice.press(message, message.buttons[0]?.label ?? '');
    const { message: ballot } = await alice.press(card, 'Book');
    expect(menusOf(ballot)).toHaveLength(6);
  });
});

describe('what members know', () => {
  test('keeps the verdict with those who know both; all others are shown apart', async () => {
    const { alice, bob, members } = club();
    const card = await open(alice);
    const those = members(7);
    for (const member of those.slice(0, 3)) await vote(member, card, 'Book', 'both');
    for (const member of those.slice(3, 5)) await vote(member, card, 'Film', 'both');
    for (const member of those.slice(5)) await vote(member, card, 'Film', 'film');
    await vote(alice, card, 'Film', 'book');
    await vote(bob, card, 'Even');
    await alice.press(card, 'Close');
    await untilShows(card, 'The poll is closed');
    expect(readable(card)).toContain(
      [
        '│ **Verdict: the book was better, say 3 of the 5 who know both.**',
        '│ [picture: Know both: Book 3, Film 2. Know the book alone: Film 1. Know the film alone: Film 2. Have not said: Even 1.]',
        '│ -# Apart: 1 knows the book alone (Film 1)',
        '│ -# Apart: 2 know the film alone (Film 2)',
        '│ -# Apart: 1 has not said what they know (Even 1)',
        '│ -# 9 ballots in all.',
      ].join('\n'),
    );
  });

  test('becomes their progress, and a later ballot begins with it', async () => {
    const { alice, bob } = club();
    await vote(bob, await open(alice), 'Book', 'both');
    const first = await open(alice, { film: 'solaris-1972' });
    await vote(bob, first, 'Book', 'film');
    await alice.press(first, 'Close');
    await untilShows(first, 'The poll is closed');
    const second = await open(alice, { film: 'solaris-1972' });
    const { message } = await bob.press(second, 'Film');
    expect(message.text).toContain('You know the film: your ballot is shown apart, and those who know both decide.');
    await untilShows(second, '-# Apart: 1 knows the film alone (Film 1)');
    const { message: alices } = await alice.press(second, 'Film');
    expect(alices.text).toContain('Which of the two do you know?');
  });

  test('is never taken back by saying less: who knows both begins with both the next time', async () => {
    const { alice, bob } = club();
    const card = await open(alice);
    const message = await vote(bob, card, 'Book', 'both');
    await bob.press(message, 'I know the film');
    expect(message.text).toContain('You know the film: ');
    await bob.press(message, 'Take back');
    await bob.press(message, 'Even');
    expect(message.text).toBe(
      'Your ballot on Never Let Me Go (2010): **Even**.\nYou know both: your ballot counts towards the verdict.',
    );
  });

  test('is known of a book in all its films', async () => {
    const { alice, bob } = club();
    await vote(bob, await open(alice, { film: 'solaris-1972' }), 'Book', 'both');
    const other = await open(alice, { film: 'solaris-2002' });
    const { message } = await bob.press(other, 'Book');
    expect(message.text).toContain('You know the book: your ballot is shown apart, and those who know both decide.');
  });
});

test('without the right to attach files, the result tells in text what the picture shows', async () => {
  const { alice, bob, channel } = club();
  const card = await open(alice);
  await vote(bob, card, 'Book', 'both');
  channel.setBotPermissions(usual);
  await alice.press(card, 'Close');
  await untilShows(card, 'The poll is closed');
  expect(card.text).toContain(
    '**No verdict: 1 ballot of people who know both, and it takes 5.**\nKnow both: Book 1.\n-# 1 ballot in all.',
  );
});

test('says how many changed sides', async () => {
  const { alice, bob, members } = club();
  const card = await open(alice);
  await vote(alice, card, 'Book');
  await vote(alice, card, 'Film', 'both');
  await vote(bob, card, 'Book', 'both');
  const [other] = members(1);
  if (!other) throw new Error('nobody');
  await vote(other, card, 'Even');
  await vote(other, card, 'Book');
  await vote(other, card, 'Even');
  await alice.press(card, 'Close');
  await untilShows(card, '-# 3 ballots in all.\n-# 2 members changed sides while it was open.');
});
