import { announcement } from '../state/announcements.ts';
import { isLoaded } from '../state/world.ts';
import { Composer } from './composer.tsx';
import { Dialogs } from './dialogs.tsx';
import { Inspector } from './inspector.tsx';
import { Lists } from './lists.tsx';
import { MessageList } from './message-list.tsx';
import { Notices } from './notices.tsx';
import { TopBar } from './top-bar.tsx';

/** The whole page. */
export function App() {
  return (
    <div class="app">
      <a class="skip" href="#composer">
        Skip to the message box
      </a>
      <Lists />
      <main class="main">
        <TopBar />
        <Notices />
        {isLoaded.value ? <MessageList /> : <div class="messages-frame" />}
        <Composer />
      </main>
      <Inspector />
      <Dialogs />
      <Announcer />
    </div>
  );
}

function Announcer() {
  return (
    <div class="unseen" aria-live="polite" role="log" aria-label="News">
      {announcement.value}
    </div>
  );
}
