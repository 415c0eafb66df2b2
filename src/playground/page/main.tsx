import './styles/colours.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/messages.css';
import './styles/components.css';
import './styles/composer.css';
import './styles/panels.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { announceMessage } from './state/announcements.ts';
import { resetWithPlace } from './state/composer.ts';
import { connect } from './state/connection.ts';
import { isDrawerOpen } from './state/panels.ts';
import { markUnread, place } from './state/session.ts';
import { followTheme } from './state/theme.ts';
import { bot, take } from './state/world.ts';
import { App } from './ui/app.tsx';
import { focusComposer } from './ui/focus-composer.ts';

followTheme();
resetWithPlace();

effect(() => {
  const here = place.value;
  const name = here?.kind === 'dm' ? bot.value.name : here && `#${here.name}`;
  document.title = name ? `${name} · Foyer playground` : 'Foyer playground';
});

connect((told) => {
  const fresh = take(told);
  if (!fresh) return;
  markUnread(fresh);
  announceMessage(fresh);
});

// As in the client people know: a letter typed anywhere goes to the message box.
document.addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
  if (key === 'Escape') isDrawerOpen.value = false;
  if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return;
  const isFree = target === document.body || (target instanceof Element && target.matches('.messages, .spoiler-open'));
  if (isFree) focusComposer();
});

const root = document.getElementById('page');
if (root) render(<App />, root);
