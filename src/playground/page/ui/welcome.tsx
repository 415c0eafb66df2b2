import { runLine } from '../state/actions.ts';
import { focusWanted } from '../state/composer.ts';
import { offered, place } from '../state/session.ts';
import { bot } from '../state/world.ts';
import { PlaceIcon } from './icons.tsx';

const ideas = [
  {
    command: 'review',
    line: '/review film:never-let-me-go-2010',
    what: 'What the critics said, on a card. Nothing of the plot shows until you open it.',
  },
  {
    command: 'synopsis',
    line: '/synopsis film:solaris-1972 upto:setup',
    what: 'The story scene by scene, only as far as you want to know, each scene behind a spoiler.',
  },
  {
    command: 'bookvsfilm',
    line: '/bookvsfilm film:never-let-me-go-2010',
    what: 'A poll with a thread for the argument. Vote, be somebody else, vote again, move time on.',
  },
];

/** How a place begins; where nothing was written yet, with something to do. */
export function Welcome({ isEmpty }: { isEmpty: boolean }) {
  const here = place.value;
  if (!here) return null;
  const isTalk = here.kind === 'dm';
  return (
    <div class="welcome">
      <span class="welcome-icon">{isTalk ? <img src="/mark.svg" alt="" /> : <PlaceIcon kind={here.kind} />}</span>
      <h2>{isTalk ? bot.value.name : here.kind === 'thread' ? here.name : `Welcome to #${here.name}`}</h2>
      <p>
        {isTalk
          ? 'This is where your talk with the bot begins. Only the two of you read it.'
          : 'This is where it begins. The bot that answers here is the real one; everything stays on this machine.'}
      </p>
      {isEmpty && <Ideas />}
    </div>
  );
}

function begin(line: string): void {
  runLine(line);
  // The button goes with the first message; the next thing to do is in the composer.
  focusWanted.value += 1;
}

function Ideas() {
  const there = ideas.filter(({ command }) => offered.value.some(({ path }) => path === command));
  if (there.length === 0) {
    return bot.value.state === 'stopped' ? null : <p class="welcome-wait">Its commands are on their way…</p>;
  }
  return (
    <>
      <h3>Something to begin with</h3>
      <ul class="ideas">
        {there.map(({ line, what }) => (
          <li key={line}>
            <button type="button" class="idea" onClick={() => begin(line)}>
              <code>{line}</code>
              <span>{what}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="welcome-hint">
        Or type <kbd>/</kbd> below for every command there is.
      </p>
    </>
  );
}
