import { useSignal } from '@preact/signals';
import { movedBy, writtenTime } from '../model/times.ts';
import { moveTime } from '../state/actions.ts';
import { announce } from '../state/announcements.ts';
import { minuteNow, now } from '../state/clock.ts';
import { isDrawerOpen } from '../state/panels.ts';
import { goTo, place } from '../state/session.ts';
import { switchTheme, theme } from '../state/theme.ts';
import { ahead, bot, places } from '../state/world.ts';
import { icons, PlaceIcon } from './icons.tsx';
import { Popup } from './popup.tsx';

/** Where one is, and what belongs to the whole page. */
export function TopBar() {
  const here = place.value;
  const parent = places.value.find(({ id }) => id === here?.parentId);
  return (
    <header class="top-bar">
      <button
        type="button"
        class="bar-button only-narrow"
        aria-label="Open the lists"
        title="Servers and channels"
        aria-expanded={isDrawerOpen.value}
        onClick={() => {
          isDrawerOpen.value = true;
        }}
      >
        <icons.menu />
      </button>
      {parent && (
        <button type="button" class="crumb" onClick={() => goTo(parent.id)}>
          <PlaceIcon kind={parent.kind} />
          <span>{parent.name}</span>
          <span aria-hidden="true">›</span>
        </button>
      )}
      <h1 class="place-name">
        {here && <PlaceIcon kind={here.kind} />}
        <span>{here?.kind === 'dm' ? bot.value.name : (here?.name ?? 'Foyer playground')}</span>
      </h1>
      <TimeControl />
      <button
        type="button"
        class="bar-button"
        aria-label={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
        title={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
        onClick={switchTheme}
      >
        {theme.value === 'dark' ? <icons.sun /> : <icons.moon />}
      </button>
    </header>
  );
}

const hour = 60 * 60 * 1000;
const steps = [
  { label: '+1 hour', hours: 1 },
  { label: '+1 day', hours: 24 },
  { label: '+3 days', hours: 72 },
];

function TimeControl() {
  const isMoved = ahead.value > 0;
  const shown = writtenTime(minuteNow.value, 't', minuteNow.value, 'en-GB');
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).format(now.value);
  return (
    <Popup
      label={isMoved ? `Time: ${day}, ${shown}, moved ${movedBy(ahead.value)}` : 'Time'}
      kind="dialog"
      placement="below-end"
      className={isMoved ? 'time-control time-moved' : 'time-control'}
      face={
        <>
          <icons.clock />
          <span class="only-wide">{isMoved ? `${day}, ${shown}` : 'Time'}</span>
          {isMoved && <span class="only-narrow">{movedBy(ahead.value)}</span>}
        </>
      }
    >
      {() => <TimePanel />}
    </Popup>
  );
}

function TimePanel() {
  const hours = useSignal('6');
  const trouble = useSignal<string | undefined>(undefined);
  const move = async (count: number): Promise<void> => {
    if (!(count > 0)) {
      trouble.value = 'Enter a number of hours above 0.';
      return;
    }
    trouble.value = await moveTime(count * hour);
    if (trouble.value === undefined) announce(`Time moved on by ${count} hours`);
  };
  return (
    <div class="time-panel">
      <p class="time-now">
        <b>{writtenTime(now.value, 'F', now.value, 'en-GB')}</b>
        <small>
          {ahead.value > 0 ? `Moved ${movedBy(ahead.value)} from this machine’s clock` : 'This machine’s clock'}
        </small>
      </p>
      <div class="time-steps">
        {steps.map(({ label, hours: count }) => (
          <button key={label} type="button" class="button button-secondary" onClick={() => void move(count)}>
            {label}
          </button>
        ))}
      </div>
      <form
        class="time-custom"
        onSubmit={(event) => {
          event.preventDefault();
          void move(Number(hours.value));
        }}
      >
        <label>
          Hours
          <input
            type="number"
            min="0"
            step="any"
            inputMode="decimal"
            value={hours.value}
            onInput={({ currentTarget }) => {
              hours.value = currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="button button-primary">
          Move on
        </button>
      </form>
      {trouble.value !== undefined && (
        <p class="failed" role="alert">
          {trouble.value}
        </p>
      )}
      <small class="time-note">Time goes forward only. Polls close when theirs has come.</small>
    </div>
  );
}
