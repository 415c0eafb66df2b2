import { useSignal } from '@preact/signals';
import type { MistakeView } from '../../protocol.ts';
import { connection } from '../state/connection.ts';
import { bot, isLoaded, mistakes } from '../state/world.ts';
import { icons } from './icons.tsx';

/** What the whole page should know: a lost connection, a bot that is not there, mistakes in content files. */
export function Notices() {
  return (
    <div class="notices">
      <div role="status">
        <StateNotice />
      </div>
      <section aria-label="Mistakes in content files" aria-live="polite" hidden={mistakes.value.length === 0}>
        {mistakes.value.length > 0 && <Mistakes list={mistakes.value} />}
      </section>
    </div>
  );
}

function StateNotice() {
  if (connection.value === 'lost') return <p class="notice">Connection lost. Trying again…</p>;
  if (!isLoaded.value) return null;
  if (bot.value.state === 'starting') return <p class="notice">{bot.value.name} is starting…</p>;
  if (bot.value.state === 'stopped') {
    return <p class="notice notice-bad">{bot.value.name} has stopped. The terminal says why.</p>;
  }
  return null;
}

/** As many as fit without pushing the messages away. */
const shownAtOnce = 3;

function Mistakes({ list }: { list: readonly MistakeView[] }) {
  const isWhole = useSignal(false);
  const shown = isWhole.value ? list : list.slice(0, shownAtOnce);
  const heading = list.length === 1 ? 'A mistake in a content file' : `${list.length} mistakes in content files`;
  return (
    <div class="mistakes">
      <p class="mistakes-head">
        <icons.warning />
        <b>{heading}</b>
        <span>Mend and save; this goes by itself.</span>
      </p>
      <ul>
        {shown.map(({ file, line, column, problem }) => (
          <li key={`${file}:${line}:${column}:${problem}`}>
            <code>
              {file}:{line}:{column}
            </code>
            <span>{problem}</span>
          </li>
        ))}
      </ul>
      {list.length > shownAtOnce && (
        <button
          type="button"
          class="text-button"
          aria-expanded={isWhole.value}
          onClick={() => {
            isWhole.value = !isWhole.value;
          }}
        >
          {isWhole.value ? 'Show fewer' : `Show all ${list.length}`}
        </button>
      )}
    </div>
  );
}
