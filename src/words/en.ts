import type { Book, FilmFile, SectionTopic } from '../catalogue/film.ts';
import type { ChangeAspect } from '../catalogue/kinds.ts';
import type { WishName } from '../catalogue/picking.ts';
import type { Work } from '../catalogue/works.ts';
import type { Aspect, Knowledge, Question, Side } from '../matchups/ballot.ts';
import { enoughForVerdict, type Group, type SideCounts, type Verdict } from '../matchups/count.ts';
import type { Kind } from '../members/belongings.ts';
import type { Board } from '../ratings/boards.ts';
import type { Gap } from '../ratings/gap.ts';
import type { Tally } from '../ratings/tally.ts';
import type { Reached } from '../spoilers/reached.ts';
import type { Stage, WhenInWork } from '../spoilers/stages.ts';

/*
 * Everything that members read, in English. A language is a file like this one. Values handed in are escaped already;
 * what is returned may carry Discord's Markdown.
 */

const plural = new Intl.PluralRules('en');
const list = new Intl.ListFormat('en', { type: 'conjunction' });
const regions = new Intl.DisplayNames(['en'], { type: 'region' });
const languages = new Intl.DisplayNames(['en'], { type: 'language' });

/** English words, with numbers, dates and lists as they are written where the member lives. */
export function english(locale: string) {
  const number = new Intl.NumberFormat(locale);
  const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const twoDecimals = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const upToTwoDecimals = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const ownRegions = new Intl.DisplayNames([locale, 'en'], { type: 'region' });
  const ownLanguages = new Intl.DisplayNames([locale, 'en'], { type: 'language' });

  const counted = (count: number, one: string, other: string) =>
    `${number.format(count)} ${plural.select(count) === 'one' ? one : other}`;
  const made = (medium: FilmFile['medium'], directors: readonly string[]) => `${medium} by ${list.format(directors)}`;
  const year = (year: number) => (year < 0 ? `${-year} BC` : String(year));
  const timeSpan = (hours: number) =>
    hours % 24 === 0 ? counted(hours / 24, 'day', 'days') : counted(hours, 'hour', 'hours');
  const ratings = (count: number) => counted(count, 'rating', 'ratings');
  const ballots = (count: number) => counted(count, 'ballot', 'ballots');

  const sides = { book: 'Book', film: 'Film', even: 'Even' } satisfies Record<Side, string>;
  const workNames = { film: 'Film', book: 'Book' } satisfies Record<Work, string>;
  const works = { film: 'the film', book: 'the book' } satisfies Record<Work, string>;
  const stages = { setup: 'Setup', middle: 'Middle', ending: 'Ending' } satisfies Record<Stage, string>;
  const better = {
    book: 'the book was better',
    film: 'the film was better',
    even: 'one was as good as the other',
  } satisfies Record<Side, string>;
  /** What is compared, as a name and as a question. */
  const asked = {
    overall: ['Overall', 'Which was better?'],
    story: ['Story', 'Which has the better story?'],
    characters: ['Characters', 'Which draws its characters better?'],
    ending: ['Ending', 'Which ends better?'],
    casting: ['Casting', 'The faces on the screen, or those in your head?'],
    atmosphere: ['Atmosphere', 'Which draws you in more?'],
    faithfulness: ['Faithfulness', 'Which is truer to what it wants to tell?'],
  } satisfies Record<Question, readonly [string, string]>;
  /** `Book 3, Film 1`: what nobody chose is left out. */
  const split = (counts: SideCounts) =>
    (['book', 'film', 'even'] as const)
      .flatMap((side) => (counts[side] > 0 ? `${sides[side]} ${number.format(counts[side])}` : []))
      .join(', ');
  const people = (count: number) => (count === 0 ? 'nobody' : number.format(count));
  const aspects = {
    plot: 'Plot',
    ending: 'Ending',
    characters: 'Characters',
    'point of view': 'Point of view',
    setting: 'Setting',
    tone: 'Tone',
    structure: 'Structure',
    theme: 'Theme',
  } satisfies Record<ChangeAspect, string>;
  /** Rights by Discord's names. */
  const named = (rights: readonly string[]) => list.format(rights.map((right) => `**${right}**`));

  /** How far somebody is, after "You". */
  const where = (work: Work, reached: Reached | undefined) => {
    if (reached === undefined) return `have not said how far you are with ${works[work]}`;
    return {
      'not started': `have not started ${works[work]}`,
      setup: `are in the setup of ${works[work]}`,
      middle: `are in the middle of ${works[work]}`,
      finished: `have finished ${works[work]}`,
    }[reached];
  };
  const whereInBoth = (film: Reached | undefined, book: Reached | undefined) =>
    `You ${where('film', film)}, and you ${where('book', book)}.`;

  /** Where a scene of one work stands in the other. */
  const elsewhere = (work: Work, when: WhenInWork) =>
    when === 'absent' ? `not in ${works[work]}` : `in ${works[work]}: ${stages[when].toLowerCase()}`;

  return {
    commands: {
      film: { name: 'film', description: 'A film and its book: who made them, and what to know beforehand' },
      review: { name: 'review', description: 'Read what the critics said, without being spoiled' },
      synopsis: { name: 'synopsis', description: 'The plot, scene by scene, each scene behind its own spoiler' },
      changes: { name: 'changes', description: 'What the film changed and kept, book and film each behind a spoiler' },
      pick: { name: 'pick', description: 'Something to watch and read, picked by chance from what you wish for' },
      progress: {
        name: 'progress',
        description: 'Say how far you are with a film and its book: it opens spoilers for you',
      },
      rate: { name: 'rate', description: 'Give a film, or the book it came from, your stars' },
      ratings: { name: 'ratings', description: 'What this server thinks of a film and its book, or of all of them' },
      bookvsfilm: { name: 'bookvsfilm', description: 'Open a poll: which was better, the book or the film?' },
      matchups: { name: 'matchups', description: 'The polls that are open on this server' },
      foyer: { name: 'foyer', description: 'What this server wishes of Foyer, for those who manage the server' },
      mydata: { name: 'mydata', description: 'What Foyer keeps about you: see it, take it along, have it deleted' },
      help: { name: 'help', description: 'What Foyer does, and what it keeps about you' },
    },
    subcommands: {
      settings: {
        name: 'settings',
        description: 'How long polls last, who is told plot, where cards stand and how many',
      },
    },
    options: {
      film: { name: 'film', description: 'A film or its book: title, author or director' },
      ratedFilm: { name: 'film', description: 'One film and its book; left out: this server’s boards' },
      critic: { name: 'critic', description: 'Whose review; ours comes first' },
      upto: { name: 'upto', description: 'How far to tell; left out: to the very end' },
      private: { name: 'private', description: 'Show it to you alone' },
      watched: { name: 'watched', description: 'How far you are with the film' },
      read: { name: 'read', description: 'How far you are with the book' },
      stars: { name: 'stars', description: 'In half steps from ½ to ★★★★★; typing 3.5 finds ★★★½' },
      work: { name: 'work', description: 'What you rate; left out: the film' },
      decade: { name: 'decade', description: 'When the film was first shown' },
      country: { name: 'country', description: 'Where the film was made' },
      language: { name: 'language', description: 'What is spoken in the film' },
      form: { name: 'form', description: 'What kind of book it came from' },
      avoid: { name: 'avoid', description: 'What must not be in it, such as suicide; several with commas' },
      hours: { name: 'hours', description: 'How long it stays open; left out: 72 hours' },
      aspects: { name: 'aspects', description: 'Ask about story, characters, ending and more, too' },
      blind: { name: 'blind', description: 'Show nothing of the ballots until it closes, not even how many there are' },
    },
    choices: {
      upto: { setup: 'Setup only', middle: 'Up to the middle', ending: 'To the ending' } satisfies Record<
        Stage,
        string
      >,
      reached: {
        'not started': 'Not started',
        setup: 'Setup: to the end of it',
        middle: 'Middle: to the end of it',
        finished: 'Finished',
      } satisfies Record<Reached, string>,
      /** With the number, so that the half is seen, and found by typing it. */
      stars: (stars: string, number: number) => `${stars} · ${upToTwoDecimals.format(number)}`,
      work: { film: 'Film', book: 'Book' } satisfies Record<Work, string>,
      decade: (from: number) => `${from}s`,
      form: {
        novel: 'Novel',
        novella: 'Novella',
        'short story': 'Short story',
        'short story collection': 'Short story collection',
        'non-fiction': 'Non-fiction',
        memoir: 'Memoir',
        'graphic novel': 'Graphic novel',
        'graphic memoir': 'Graphic memoir',
        play: 'Play',
        poem: 'Poem',
      } satisfies Record<Book['form'], string>,
    },
    buttons: {
      review: 'Review',
      synopsis: 'Synopsis',
      changes: 'Changes',
      anotherOne: 'Another one',
      rate: 'Rate',
      bookOrFilm: 'Book or film?',
      nextReview: 'Next review',
      stills: 'Stills',
      back: 'Back',
      on: 'Read on',
      revealForMe: 'Reveal for me',
      showIt: 'Show it',
      finished: (work: Work | undefined) => `I have finished ${work === undefined ? 'it' : works[work]}`,
      no: 'No',
      change: 'Change',
      takeBack: 'Take back',
      yourStars: 'Your stars',
      rateWork: { film: 'Rate the film', book: 'Rate the book' } satisfies Record<Work, string>,
      boards: { highest: 'Highest', divisive: 'Most divisive', gap: 'Book against film' } satisfies Record<
        Board,
        string
      >,
      share: 'Share',
      close: 'Close',
      manage: 'Manage',
      extend: 'Extend',
      reopen: 'Open again',
      remove: 'Remove',
      yesRemove: 'Yes, remove',
      addTake: 'Add a take',
      changeTake: 'Change your take',
      removeTake: 'Remove your take',
      export: 'Export',
      deleteHere: 'Delete here',
      deleteEverywhere: 'Delete everywhere',
      yesDelete: 'Yes, delete',
      keepIt: 'Keep it',
      sides,
      knows: { book: 'I know the book', film: 'I know the film', both: 'I know both' } satisfies Record<
        Knowledge,
        string
      >,
    },

    film: {
      titleAndYear: (title: string, year: number) => `${title} (${year})`,
      medium: { film: 'film', series: 'series' } satisfies Record<FilmFile['medium'], string>,
      kind: { film: 'Film', series: 'Series' } satisfies Record<FilmFile['medium'], string>,
      by: (names: readonly string[]) => list.format(names),
      countries: (codes: readonly string[]) => list.format(codes.map((code) => regions.of(code) ?? code)),
      languages: (codes: readonly string[]) => list.format(codes.map((code) => languages.of(code) ?? code)),
      genres: (genres: readonly string[]) => genres.join(', '),
      otherWork: (title: string, when: number | undefined) =>
        when === undefined ? `*${title}*` : `*${title}*, ${year(when)}`,
      otherWorks: (works: readonly string[]) => `also ${works.join('; ')}`,
      credits: {
        directors: 'Directed by',
        screenwriters: 'Written by',
        cinematographers: 'Photographed by',
        composers: 'Music by',
      },
      cast: 'Cast',
      performers: (performer: string, younger: string) => {
        if (younger === '') return performer;
        return performer === '' ? `${younger} when young` : `${performer}, and ${younger} when young`;
      },
      roleOf: (role: string, about: string) => (role && about ? `${role}: ${about}` : role || about),
      book: 'The book',
      bookBy: (title: string, authors: readonly string[]) => `${title}, by ${list.format(authors)}`,
      bookFacts: (form: Book['form'], when: number) => `${form}, ${year(when)}`,
      alsoDrawsOn: (works: readonly string[]) => `It also draws on ${list.format(works)}.`,
      made,
      otherFilms: 'Also filmed from this book',
      sources: 'Where this was looked up',
      source: (title: string, publisher: string) => (publisher === '' ? title : `${title} (${publisher})`),
      contentNotes: (notes: readonly string[]) => `Good to know beforehand: ${notes.join(' · ')}`,
      readOrWatch: { read: 'Read first.', watch: 'Watch first.', either: 'Read first or watch first, either works.' },
    },

    review: {
      ours: 'Foyer’s review',
      noStars: 'no stars',
      piece: (title: string) => `“${title}”`,
      /** Who wrote it and where it stands; either may be empty. */
      by: (byline: string, publication: string) => {
        if (byline === '') return publication === '' ? 'unsigned' : publication;
        return publication === '' ? `by ${byline}` : `by ${byline}, ${publication}`;
      },
      notices: {
        'tells the plot': 'The original tells the plot.',
        'large images': 'The original shows many large pictures.',
      },
      readOriginal: 'Read the original',
      epigraphBy: (who: string, source: string) => `after ${who}${source === '' ? '' : `, ${source}`}`,
      topics: {
        story: 'Story',
        characters: 'Characters',
        casting: 'Casting',
        'look and sound': 'Look and sound',
        themes: 'Themes',
        'book and film': 'Book and film',
      } satisfies Record<SectionTopic, string>,
      tellsPlot: (topic: string) => `${topic} · tells plot`,
      verdict: 'Verdict',
      readers: 'What its readers said',
      anotherReader: 'Another reader',
      themes: 'Themes to take along',
      page: (page: number, of: number) => `Page ${number.format(page)} of ${number.format(of)}`,
      noneYet: 'Nobody has written about this one here yet. What we know of it is above.',
      noStillsYet: 'There are no stills of this one.',
      stillsOf: (title: string) => `Stills from ${title}`,
      starsHere: 'Stars on this server',
      tallyLine: (work: Work, tally: Tally) => {
        const name = work === 'film' ? 'Film' : 'Book';
        if (tally.count === 0) return `${name}: no ratings yet`;
        if (tally.average === undefined) return `${name}: ${ratings(tally.count)}`;
        return `${name}: ${oneDecimal.format(tally.average)} of 5 from ${ratings(tally.count)}`;
      },
    },

    /** How far a telling goes. */
    upTo: {
      setup: 'Told up to the end of the setup.',
      middle: 'Told up to the end of the middle.',
      ending: 'Told to the very end.',
    } satisfies Record<Stage, string>,

    synopsis: {
      heading: (title: string) => `Synopsis of ${title}`,
      continued: (title: string) => `Synopsis of ${title}, continued`,
      howTo: 'Press a scene to open it; the others stay hidden. The labels say when it comes in the film.',
      label: (stage: Stage, scene: number) => `${stages[stage]}, scene ${number.format(scene)}`,
      labelContinued: (label: string) => `${label}, continued`,
      bookOnly: (label: string) => `${label} · in the book only`,
      inTheBook: (label: string, when: WhenInWork) => `${label} · ${elsewhere('book', when)}`,
      /** What one work alone does in a scene that both have. */
      onlyIn: (work: Work, when: WhenInWork, scene: number) =>
        when === 'absent'
          ? `Scene ${number.format(scene)} · only in ${works[work]}`
          : `Scene ${number.format(scene)} · only in ${works[work]}: ${stages[when].toLowerCase()}`,
      noneYet: (title: string) => `Nobody has retold ${title} scene by scene yet.`,
      noneUpTo: (title: string, stage: Stage) =>
        `${title} has no scenes this early. Ask again with a later \`upto\` than ${stages[stage].toLowerCase()}.`,
    },

    progress: {
      heading: (title: string) => `How far you are with ${title}`,
      both: whereInBoth,
      explained: 'Setup and middle mean: to the end of that part. Only you see this; it opens spoilers for you alone.',
      of: (work: Work, title: string) => `**${work === 'film' ? 'Film' : 'Book'}** · ${title}`,
      short: {
        'not started': 'Not started',
        setup: 'Setup',
        middle: 'Middle',
        finished: 'Finished',
      } satisfies Record<Reached, string>,
    },

    reveal: {
      ask: (title: string) => `How far are you with ${title}?`,
      askWhy: 'Then I open what tells you nothing new, and ask before I show more.',
      askWhereUnkept: 'Nothing is kept about it here.',
      safe: (what: string) => `Safe for you: ${what}`,
      safeContinued: (what: string) => `Safe for you: ${what}, continued`,
      rest: (what: string) => `The rest: ${what}`,
      restContinued: (what: string) => `The rest: ${what}, continued`,
      plotOfReview: (title: string) => `the plot in a review of ${title}`,
      nothingSafe: 'Nothing here is safe for you yet.',
      nothingMore: 'Nothing more of it is safe for you yet.',
      nothingLeft: 'There is nothing more to show.',
      /** Where somebody is who would see more, in the works that would tell them; `late` is what they would be shown. */
      all: (
        lacking: readonly { readonly work: Work; readonly reached: Reached | undefined }[],
        late: readonly Stage[],
      ) =>
        `You ${list.format(lacking.map(({ work, reached }) => where(work, reached)))}: show ${
          late.length === 0 ? 'the rest' : list.format(late.map((stage) => `the ${stages[stage].toLowerCase()}`))
        } all the same?`,
      left: 'Then it stays hidden. Reveal for me asks you again whenever you like.',
    },

    changes: {
      heading: (title: string) => `What ${title} changed, and what it kept`,
      continued: (title: string) => `What ${title} changed, continued`,
      howTo: 'Press to open; the rest stays hidden. Each label says which work it tells, and how far in.',
      changed: 'Changed',
      kept: 'Kept',
      /** What one work does not have is compared with what the other has, and so says when that is. */
      label: (number: number, aspect: ChangeAspect, work: Work, when: Readonly<Record<Work, WhenInWork>>) => {
        const other = work === 'book' ? 'film' : 'book';
        const there = when[other];
        const compared =
          when[work] === 'absent' && there !== 'absent' ? ` (${other}: ${stages[there].toLowerCase()})` : '';
        return `${number}. ${aspects[aspect]} · ${elsewhere(work, when[work])}${compared}`;
      },
      keptLabel: (number: number, aspect: ChangeAspect, book: Stage, film: Stage) =>
        book === film
          ? `${number}. ${aspects[aspect]} · in the book and the film: ${stages[film].toLowerCase()}`
          : `${number}. ${aspects[aspect]} · ${elsewhere('book', book)}, ${elsewhere('film', film)}`,
      labelContinued: (label: string) => `${label}, continued`,
      noneYet: (title: string) => `Nobody has held ${title} against its book yet.`,
      noneUpTo: (title: string, stage: Stage) =>
        `Nothing to compare in ${title} this early. Ask again with a later \`upto\` than ${stages[stage].toLowerCase()}.`,
    },

    pick: {
      /** Where members choose, in their own language. */
      countryName: (code: string) => ownRegions.of(code) ?? code,
      languageName: (code: string) => ownLanguages.of(code) ?? code,
      without: (what: string) => `without “${what}”`,
      picked: (count: number, wishes: string) => {
        if (count === 1) return wishes === '' ? 'The only film here' : `The only one that fits: ${wishes}`;
        return wishes === ''
          ? `One of ${number.format(count)} films here`
          : `One of ${number.format(count)} that fit: ${wishes}`;
      },
      unheardOf: (what: string) =>
        `No content note here mentions “${what}”, so I cannot promise that it is not in there.`,
      nothingFits: (wishes: string) => `Nothing here fits: ${wishes}.`,
      loosen: (wish: WishName, leaves: number) =>
        leaves === 0
          ? 'Not even with one wish less. Begin again with one or two.'
          : `Leave \`${wish}\` out first: then ${counted(leaves, 'film fits', 'films fit')}.`,
    },

    rating: {
      form: {
        stars: 'How many stars?',
        work: 'For what?',
      },
      given: (stars: string, work: Work, title: string) => `${stars} from you, for ${works[work]} ${title}.`,
      takenBack: (work: Work, title: string) => `Taken back: you have no stars on ${works[work]} ${title} now.`,
      nothingToTakeBack: (work: Work, title: string) => `You have no stars on ${works[work]} ${title}.`,
      tally: (tally: Tally) => {
        if (tally.count === 0) return 'Nobody here has rated it yet.';
        if (tally.average === undefined || tally.median === undefined) {
          return `${ratings(tally.count)} on this server. From three on you see their median and average, too.`;
        }
        return `${ratings(tally.count)} on this server: median ${upToTwoDecimals.format(tally.median)}, average ${oneDecimal.format(tally.average)} of 5.`;
      },
      count: (count: number) => number.format(count),
      shared: (member: string, stars: string, work: Work, title: string) =>
        `${member} gives ${works[work]} ${title} ${stars}.`,
      sharedHere: 'Everybody here can see these stars now.',
    },

    ratings: {
      heading: (title: string) => `Stars for ${title} and its book`,
      work: (work: Work, tally: Tally) => {
        const name = `**${workNames[work]}**`;
        if (tally.count === 0) return `${name} · no ratings yet`;
        if (tally.average === undefined || tally.median === undefined || tally.spread === undefined) {
          return `${name} · ${ratings(tally.count)}. From three on you see what they are.`;
        }
        return `${name} · ${ratings(tally.count)}: average ${oneDecimal.format(tally.average)}, median ${upToTwoDecimals.format(tally.median)}, spread ${oneDecimal.format(tally.spread)}`;
      },
      gap: ({ count, difference }: Gap) => {
        if (count === 0) return 'Nobody here has rated both yet.';
        if (difference === undefined) {
          return `${counted(count, 'member has', 'members have')} rated both. From three on, I compare the two.`;
        }
        const among = `among the ${number.format(count)} who rated both`;
        const stars = oneDecimal.format(Math.abs(difference));
        if (stars === oneDecimal.format(0)) return `**Book and film level** ${among}.`;
        return `**${difference > 0 ? 'Book' : 'Film'} +${stars}** ${among}.`;
      },
      bars: (work: Work) => `**${workNames[work]}**`,
      /** Under bars that are drawn, and under bars in text. */
      legend:
        'Bars are shares of each work’s own ratings. Spread is their standard deviation in stars: 0 where all agree.',
      spread: 'Spread is the standard deviation of the stars: 0 where all agree.',
      drawn: {
        heading: workNames,
        note: (tally: Tally) =>
          tally.average === undefined
            ? ratings(tally.count)
            : `${oneDecimal.format(tally.average)} ★ from ${number.format(tally.count)}`,
        /** What the picture shows, for those who hear it. `stars` are how many gave each half-step, from the best down. */
        alt: (works: readonly { readonly work: Work; readonly count: number; readonly stars: readonly string[] }[]) =>
          works
            .map(({ work, count, stars }) =>
              stars.length === 0
                ? `${workNames[work]}: ${ratings(count)}.`
                : `${workNames[work]}, ${ratings(count)}: ${stars.join(', ')}.`,
            )
            .join(' '),
        step: (steps: number, count: number) => {
          const whole = Math.floor(steps / 2);
          const stars = `${whole === 0 ? '' : whole}${steps % 2 === 1 ? '½' : ''}`;
          return `${number.format(count)} gave ${stars} ${steps <= 2 ? 'star' : 'stars'}`;
        },
      },
      own: (work: Work, stars: string | undefined) =>
        stars === undefined ? `${workNames[work]}: no stars from you yet` : `${workNames[work]}: ${stars} from you`,
      ownHeading: (title: string) => `Your stars for ${title} and its book`,

      boards: {
        highest: 'Highest here',
        divisive: 'Most divisive here',
        gap: 'Book against film here',
      } satisfies Record<Board, string>,
      how: {
        highest: (mean: number) =>
          `By average, with five ratings of this server’s mean (${oneDecimal.format(mean)}) mixed in, so that few ratings weigh less. From five ratings on.`,
        divisive: () => 'By spread, the standard deviation of the stars: 0 where all agree. From five ratings on.',
        gap: () => 'By how far the two lie apart among those who rated both. From five of them on.',
      } satisfies Record<Board, (mean: number) => string>,
      place: (place: number, title: string, score: string, detail: string) =>
        `**${number.format(place)}.** ${title} · **${score}** · ${detail}`,
      score: (score: number) => twoDecimals.format(score),
      /** `score` is how far apart they are; `difference` says which is ahead. */
      gapScore: (difference: number, score: number) =>
        `${difference > 0 ? 'Book' : 'Film'} +${twoDecimals.format(score)}`,
      worksTitle: (work: Work, title: string) => `${title}, ${work === 'film' ? 'the film' : 'the book'}`,
      averageOf: ({ count, average }: Tally) =>
        average === undefined ? ratings(count) : `average ${oneDecimal.format(average)} of ${ratings(count)}`,
      ratedBoth: (count: number) => `${number.format(count)} rated both`,
      ties: 'Those with the same score share a place; the one with more ratings stands first.',
      emptyBoard: {
        highest: (rate: string) => `Nothing has five ratings on this server yet. Every ${rate} counts.`,
        divisive: (rate: string) => `Nothing has five ratings on this server yet. Every ${rate} counts.`,
        gap: (rate: string) =>
          `There is no book and film yet that five members here rated both, and not alike. ${rate} takes \`work:Book\`, too.`,
      } satisfies Record<Board, (rate: string) => string>,
    },

    matchup: {
      title: (title: string) => `Book or film? ${title}`,
      question: asked.overall[1],
      aspect: (aspect: Aspect) => asked[aspect][0],
      aspectQuestion: (aspect: Aspect) => `${asked[aspect][0]}: ${asked[aspect][1]}`,
      aspectSide: (aspect: Aspect, side: Side) => `${asked[aspect][0]}: ${sides[side]}`,
      book: (title: string, when: number, form: Book['form'], authors: readonly string[]) =>
        `**${sides.book}** · ${title} (${year(when)}) · ${form} by ${list.format(authors)}`,
      film: (title: string, when: number, medium: FilmFile['medium'], directors: readonly string[]) =>
        `**${sides.film}** · ${title} (${when}) · ${made(medium, directors)}`,
      ballots,
      count: (count: number) => number.format(count),
      closes: (seconds: number) => `Closes <t:${seconds}:R> (<t:${seconds}:f>). Your ballot is secret.`,
      closed: (seconds: number) => `Closed <t:${seconds}:f>.`,
      talkIn: (thread: string) => `The talk is in <#${thread}>.`,
      blind: 'How many have voted, and how, is told when it closes, and not before.',
      decide: (count: number) => `Those who know both decide: ${people(count)} so far.`,
      askedToo: 'Asked as well, of those who know both:',
      split,
      apart: (group: Exclude<Group, 'both'>, count: number, counts: SideCounts) => {
        const who = {
          book: ['knows the book alone', 'know the book alone'],
          film: ['knows the film alone', 'know the film alone'],
          unsaid: ['has not said what they know', 'have not said what they know'],
        } as const;
        const [one, other] = who[group];
        return `Apart: ${counted(count, one, other)} (${split(counts)})`;
      },
      inAll: (count: number) => `${ballots(count)} in all.`,
      verdict: (verdict: Verdict) => {
        switch (verdict.kind) {
          case 'too few':
            return verdict.of === 0
              ? `No verdict: nobody who knows both cast a ballot, and it takes ${number.format(enoughForVerdict)}.`
              : `No verdict: ${ballots(verdict.of)} of people who know both, and it takes ${number.format(enoughForVerdict)}.`;
          case 'side': {
            const says = plural.select(verdict.most) === 'one' ? 'says' : 'say';
            return `Verdict: ${better[verdict.side]}, ${says} ${number.format(verdict.most)} of the ${number.format(verdict.of)} who know both.`;
          }
          case 'tie':
            return `Verdict: a tie between ${list.format(verdict.between.map((side) => sides[side]))}, among the ${number.format(verdict.of)} who know both.`;
        }
      },
      aspectVerdict: (aspect: Aspect, verdict: Verdict) => {
        const name = `**${asked[aspect][0]}**`;
        switch (verdict.kind) {
          case 'too few':
            return `${name} · too few to say (${number.format(verdict.of)})`;
          case 'side':
            return `${name} · ${sides[verdict.side]} (${number.format(verdict.most)} of ${number.format(verdict.of)})`;
          case 'tie':
            return `${name} · tie of ${list.format(verdict.between.map((side) => sides[side]))} (${number.format(verdict.of)})`;
        }
      },
      groups: {
        both: 'Know both',
        book: 'Know the book alone',
        film: 'Know the film alone',
        unsaid: 'Have not said',
      } satisfies Record<Group, string>,
      ofThose: (name: string, who: 'both' | 'others') => `${name}: ${who === 'both' ? 'know both' : 'all others'}`,
      inWords: (label: string, counts: string) => `${label}: ${counts === '' ? 'nobody' : counts}.`,
      changed: (count: number) =>
        `${counted(count, 'member changed sides', 'members changed sides')} while it was open.`,
      noBallots: 'Nobody cast a ballot this time.',
      resultHeading: (title: string) => `The poll is closed: ${title}`,
      resultHeadingAlone: 'The poll is closed',
      threadName: (title: string) => `Book or film? ${title}`,
      prompts: 'Something to begin the talk with, safe for everybody:',
      noPrompts:
        'The floor is yours: which was better, and why? Put plot between two bars on each side: \\|\\|like this\\|\\|.',
      running: (link: string, seconds: number) =>
        `A poll on this film is open already, and closes <t:${seconds}:R>: ${link}`,
      cardMoved: (link: string) => `The poll’s card was gone. It stands here again, with all its ballots: ${link}`,
      missingRights: (rights: readonly string[]) =>
        `I could not open a thread here, so the talk goes on in this channel. With ${named(rights)} I could.`,
      noThreadHere: (rights: readonly string[]) =>
        `Discord has no threads inside a thread or a voice channel, so the talk goes on right here. In a text channel where I have ${named(rights)}, I open one.`,
      confirmed: (side: Side, title: string) => `Your ballot on ${title}: **${sides[side]}**.`,
      knowsWhat: 'Which of the two do you know? Those who know both decide; other ballots are shown apart.',
      knows: {
        book: 'You know the book: your ballot is shown apart, and those who know both decide.',
        film: 'You know the film: your ballot is shown apart, and those who know both decide.',
        both: 'You know both: your ballot counts towards the verdict.',
      } satisfies Record<Knowledge, string>,
      aspects: 'And one by one, if you like. Pick what you picked once more to leave it out again.',
      takenBack: (title: string) => `Your ballot on ${title} is taken back. You can cast another until it closes.`,
      nothingToTakeBack: (title: string) => `You have no ballot on ${title}. You can cast one until it closes.`,
      closedByYou: 'Closed. The result is on the card.',
      closesSoon: (seconds: number, link: string) =>
        `This poll closes <t:${seconds}:R>. If you have not voted yet: ${link}`,
      reopened: (seconds: number) =>
        `The poll is open again, until <t:${seconds}:f>. What was said at its close is not the last word.`,
      reopenedByYou: (seconds: number) => `Open again, until <t:${seconds}:f>.`,
      manageOpen: (seconds: number) => `It closes <t:${seconds}:R> (<t:${seconds}:f>).`,
      manageClosed: (seconds: number) => `It was closed <t:${seconds}:R>. Within a day of that it can be opened again.`,
      extended: (seconds: number) => `Extended: it closes <t:${seconds}:f> now.`,
      extendForm: { title: 'Keep it open for longer', hours: 'How many hours more?' },
      removeAsk:
        'Remove this poll? Its card, its ballots and the takes in its talk go for good. The thread and what people wrote there stay.',
      removed: 'Removed.',
    },

    take: {
      by: (member: string) => `A take from ${member}`,
      mayTell: 'It may tell plot. Press it to read it.',
      form: {
        title: 'Your take',
        text: 'What do you have to say?',
        spoiler: 'Does it tell plot?',
        plot: { 'may-tell': 'It may: hide it behind bars', 'plot-free': 'No: show it openly' },
      },
      posted: (link: string) => `Your take stands in the talk: ${link}`,
      waits: 'Your take is kept, and goes into the talk when the poll closes.',
      soon: 'Your take is kept, and goes into the talk in a moment.',
      nowhere: 'I could not post your take: there is no talk here that I can write to any more.',
      removed: 'That take is removed.',
      nothingToRemove: 'There is no take to remove.',
    },

    matchups: {
      heading: 'Open polls here',
      none: (mention: string) => `No poll is open here. Open one with ${mention}.`,
      withoutFilm: 'A film that is not in the catalogue any more',
      closes: (seconds: number) => `closes <t:${seconds}:R>`,
      blind: 'blind until then',
    },

    rights: {
      CreatePublicThreads: 'Create Public Threads',
      SendMessagesInThreads: 'Send Messages in Threads',
      ViewChannel: 'View Channel',
    },

    settings: {
      heading: 'Foyer on this server',
      hours: (hours: number) => `Polls stay open for ${timeSpan(hours)} where nobody says otherwise.`,
      tellsPublicly: 'Synopses and changes are told to everybody, behind spoilers, unless the member says otherwise.',
      tellsPrivately: 'Synopses and changes are told to the member alone, unless they say otherwise.',
      channels: (channels: readonly string[]) =>
        channels.length === 0
          ? 'Cards for everybody may stand in every channel.'
          : `Cards for everybody may stand in ${list.format(channels)}. Elsewhere, answers are for the member alone.`,
      limit: (cards: number | undefined) =>
        cards === undefined
          ? 'There may be as many of them as members ask for.'
          : `There may be ${number.format(cards)} of them in a channel within an hour.`,
      askHours: (hours: number) => `Polls’ length; empty: ${timeSpan(hours)}`,
      hoursOption: (hours: number) => `Polls stay open for ${timeSpan(hours)}`,
      askLimit: 'Cards an hour; empty: no limit',
      limitOption: (cards: number) => `${counted(cards, 'card', 'cards')} in a channel within an hour`,
      askChannels: 'Channels for cards; empty: all',
      tellEverybody: 'Tell plot to everybody',
      tellOne: 'Tell plot privately',
    },

    mydata: {
      heading: 'What I keep about you',
      nothing: 'Nothing: you have no stars, no ballot and nothing else with me, on any server.',
      kinds: {
        ratings,
        ballots,
        takes: (count: number) => counted(count, 'take', 'takes'),
        progress: (count: number) => counted(count, 'note of how far you are', 'notes of how far you are'),
        opened: (count: number) => `your name on ${counted(count, 'poll you opened', 'polls you opened')}`,
      } satisfies Record<Kind, (count: number) => string>,
      here: (kept: readonly string[]) => `**On this server**: ${list.format(kept)}.`,
      nothingHere: '**On this server**: nothing.',
      everywhere: (kept: readonly string[]) => `**On all servers together**: ${list.format(kept)}.`,
      how: 'Each stands under your Discord id, with the server’s id and the time. Only you can ask for it; others see no more than the counts that it is part of.',
      ask: {
        here: (kept: readonly string[]) =>
          `This deletes what is yours on this server: ${list.format(kept)}. Counts and averages follow. It cannot be undone.`,
        everywhere: (kept: readonly string[]) =>
          `This deletes what is yours on every server: ${list.format(kept)}. Counts and averages follow. It cannot be undone.`,
      },
      newer: 'Something has come in since I asked, so I ask again.',
      deleted: {
        here: 'Deleted: nothing of yours is left on this server.',
        everywhere: 'Deleted: nothing of yours is left, on any server.',
      },
      exported:
        'All that I keep about you, on every server. The table has your stars for a spreadsheet; the other file has everything.',
    },

    help: {
      heading: 'Foyer: for the talk after the film',
      intro: 'A film and the book it came from, side by side, and nobody is spoiled by accident.',
      commands: (mention: (command: string) => string) =>
        [
          `${mention('film')}: a film and its book, and what to know beforehand`,
          `${mention('review')}: what the critics said, with the plot behind spoilers`,
          `${mention('synopsis')}: the story scene by scene, as far as you want it`,
          `${mention('changes')}: what the film changed and kept, safe for readers and viewers`,
          `${mention('pick')}: something to watch and read, picked by chance from what you wish for`,
          `${mention('progress')}: how far you are with a film and its book, so that spoilers open for you alone`,
          `${mention('rate')}: your stars for the film or the book, in half steps: ½, ★, ★½ up to ★★★★★`,
          `${mention('ratings')}: what this server gave film and book, and its boards`,
          `${mention('bookvsfilm')}: a poll with a thread for the argument, on servers with Foyer`,
          `${mention('matchups')}: the polls that are open here`,
          `${mention('mydata')}: what is kept about you, to see, take along or delete`,
          `${mention('foyer settings')}: what this server wishes of me, for those who manage it`,
        ].join('\n'),
      privacyHeading: 'What Foyer keeps about you',
      privacy: (mention: (command: string) => string) =>
        [
          'Your stars, your ballots and takes, how far you say you are with films and books, and which polls you opened, each with your Discord id, the server’s id and the time. They are kept so that everybody has one vote and can change it, and plot opens for those who know it. Foyer reads no messages and passes nothing on.',
          `${mention('mydata')} shows it, gives it to you as files, and deletes it: on one server or everywhere, at once and for good.`,
        ].join('\n'),
      films: (count: number) =>
        count === 0
          ? 'There are no films here yet.'
          : `There ${plural.select(count) === 'one' ? 'is' : 'are'} ${counted(count, 'film', 'films')} to talk about.`,
    },

    errors: {
      noFilms: 'There are no films here yet. Whoever runs this bot can add some: see CONTRIBUTING in its repository.',
      unclear: (query: string) => `I am not sure which film “${query}” is. One of these?`,
      unclearEmpty: 'Type a few letters of a title, an author or a director, and pick one from the list.',
      filmGone: 'That film is not in the catalogue any more. Ask for another one.',
      criticUnknown: (query: string, critics: readonly string[]) =>
        critics.length === 0
          ? 'Nobody has reviewed this one here yet.'
          : [
              `I have no review of this one by “${query}”. Leave \`critic\` out, or pick one of these:`,
              ...critics,
            ].join('\n- '),
      outdated: (mention: string | undefined) =>
        mention
          ? `This card is from an older Foyer: ask again with ${mention}.`
          : 'This card is from an older Foyer: ask again with the command itself.',
      optionUnusable: (option: string) =>
        `\`${option}\` needs another value. Pick one from the list, and send it again.`,
      serverOnly: 'That works on servers that have Foyer. Ask for it there.',
      rightMissing: (right: string) =>
        `I cannot keep a poll up to date here. Whoever manages this channel can give me **${right}**; then ask again.`,
      matchupGone: 'This poll is not there any more. Open a new one whenever you like.',
      matchupClosed: 'This poll is closed. The result stands on its card.',
      notYoursToManage: (member: string | undefined) =>
        member
          ? `Only ${member}, who opened this poll, or somebody with Manage Messages can do that.`
          : 'Only somebody with Manage Messages can do that.',
      matchupTooLong: (left: number) =>
        left < 1
          ? 'A poll can be open for thirty days in all, and this one will have been. Close it, and open another.'
          : `A poll can be open for thirty days in all: ${counted(left, 'hour', 'hours')} more at most.`,
      matchupNotReopened: {
        open: 'This poll is open: there is nothing to open again.',
        'being announced': 'Its result is just being told. Press again in a moment.',
        'too late':
          'A poll can be opened again within a day of its close, and within thirty days in all. Open a new one.',
        'another is open': 'Another poll on this film is open by now. Close that one first.',
      },
      takeEmpty: 'There is nothing to be read in it. Write a few words.',
      takeNotYours: 'Only who wrote it can change it. Your own take begins under your ballot.',
      tooFast: 'That was a lot at once. Wait a second, and go on.',
      noBallot: 'You have no ballot in this poll. Press Book, Film or Even on its card first.',
      publicElsewhere: (channels: readonly string[]) =>
        `On this server, cards for everybody belong in ${list.format(channels)}. Anywhere else, only you see the answer.`,
      publicLater: (cards: number, seconds: number) =>
        `This channel has had its ${counted(cards, 'card', 'cards')} for everybody within the hour. There is room for the next <t:${seconds}:R>; until then, only you see the answer.`,
      settingsNotYours: 'Only somebody with **Manage Server** can look at this and change it.',
      deletionUnfinished: (reference: string) =>
        `I could not delete everything just now, and it is our fault. Press **Yes, delete** once more: it goes on where this ended. If it happens again, give the host this reference: \`${reference}\``,
      storeAway: (reference: string) =>
        `Foyer’s memory is out of reach just now; nothing you gave before is lost. Try again in a minute. If it lasts, give the host this reference: \`${reference}\``,
      storeDamaged: (reference: string) =>
        `A part of Foyer’s memory is damaged, and this needed it. I cannot say whether it was done. Only the host can mend that: give them this reference: \`${reference}\``,
      fault: (reference: string) =>
        `That did not work, and it is our fault. If it happens again, give the host this reference: \`${reference}\``,
    },

    year,
  };
}

/** What a file of words must have. */
export type Words = ReturnType<typeof english>;
