import type { MessageView } from '../../protocol.ts';
import { spokenMessage } from '../model/spoken.ts';
import { messageTime, writtenTime } from '../model/times.ts';
import { dismiss, troubleKey, troubles } from '../state/actions.ts';
import { announce } from '../state/announcements.ts';
import { minuteNow } from '../state/clock.ts';
import { inspect } from '../state/panels.ts';
import { actingId, goTo, locale, nameOf, placeNameOf, shownMessages } from '../state/session.ts';
import { messagesIn, places } from '../state/world.ts';
import { Avatar } from './avatar.tsx';
import { Components } from './components.tsx';
import { icons } from './icons.tsx';
import { Markdown } from './markdown.tsx';
import { Attachment } from './media.tsx';
import { Popup } from './popup.tsx';
import { showMessage } from './show-message.ts';

const actionRow = 1;
const names = { member: nameOf, channel: (id: string) => placeNameOf(id) ?? 'unknown' };

/** One message with all that belongs to it. */
export function Message({ message, isFirst }: { message: MessageView; isFirst: boolean }) {
  const { id, author, at, onlyFor, state } = message;
  const isPrivate = onlyFor !== undefined;
  const time = messageTime(at, minuteNow.value, locale.value);
  const looks = ['message', isFirst && 'message-first', isPrivate && 'message-private', `message-${state}`];
  return (
    <li class={looks.filter(Boolean).join(' ')} data-message={id}>
      <article aria-label={`${author.name}, ${time}${isPrivate ? ', only you can see this' : ''}`}>
        {message.usedBy && <UsedLine usedBy={message.usedBy} />}
        {isFirst && message.repliesTo !== undefined && <ReplyLine id={message.repliesTo} />}
        {isFirst && <Avatar id={author.id} name={author.name} />}
        <div class="message-body">
          {isFirst ? (
            <header class="message-header">
              <span class="message-author">{author.name}</span>
              {author.bot && <span class="tag">APP</span>}
              <ExactTime at={at} text={time} />
            </header>
          ) : (
            <span class="message-side-time">
              <ExactTime at={at} text={writtenTime(at, 't', at, locale.value)} />
            </span>
          )}
          <Content message={message} />
          <Trouble id={id} />
          {isPrivate && <PrivateNote id={id} />}
          {message.threadId && <ThreadChip threadId={message.threadId} />}
        </div>
      </article>
      <Tools message={message} />
    </li>
  );
}

function ExactTime({ at, text }: { at: number; text: string }) {
  return (
    <time class="message-time" dateTime={new Date(at).toISOString()} title={writtenTime(at, 'F', at, locale.value)}>
      {text}
    </time>
  );
}

function UsedLine({ usedBy }: { usedBy: NonNullable<MessageView['usedBy']> }) {
  const name = nameOf(usedBy.memberId);
  return (
    <p class="used-line">
      <icons.used />
      <Avatar id={usedBy.memberId} name={name} small />
      <span>
        <b>{name}</b> used <span class="used-command">/{usedBy.command.replace(/^\//, '')}</span>
      </span>
    </p>
  );
}

function ReplyLine({ id }: { id: string }) {
  const answered = shownMessages.value.find((message) => message.id === id);
  if (!answered) return null;
  const said = spokenMessage(answered, names).replaceAll('\n', ' ');
  return (
    <button
      type="button"
      class="used-line reply-line"
      onClick={() => showMessage(id)}
      aria-label={`Answers ${answered.author.name}. Show`}
    >
      <icons.used />
      <Avatar id={answered.author.id} name={answered.author.name} small />
      <b>{answered.author.name}</b>
      <span class="reply-said">{said}</span>
    </button>
  );
}

function Content({ message }: { message: MessageView }) {
  const { id, content, components, attachments, state, editedAt, author } = message;
  if (state === 'thinking') {
    return (
      <p class="thinking">
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        {author.name} is thinking…
      </p>
    );
  }
  if (state === 'failed') {
    return (
      <p class="failed">
        <icons.warning />
        {content || 'The application did not respond'}
      </p>
    );
  }
  // Messages of the new kind show their files where a component says so.
  const isModern = components.some(({ type }) => type !== actionRow);
  return (
    <>
      {content !== '' && <Markdown source={content} />}
      {components.length > 0 && <Components components={components} messageId={id} />}
      {!isModern && attachments.map((one) => <Attachment key={String(one.id)} attachment={one} />)}
      {editedAt !== undefined && (
        <small class="edited" title={writtenTime(editedAt, 'F', editedAt, locale.value)}>
          (edited)
        </small>
      )}
    </>
  );
}

function Trouble({ id }: { id: string }) {
  const trouble = troubles.value.get(troubleKey(id));
  if (!trouble) return null;
  return (
    <p class="failed" role="alert">
      <icons.warning />
      <span>
        This interaction failed <small>{trouble}</small>
      </span>
    </p>
  );
}

function PrivateNote({ id }: { id: string }) {
  return (
    <p class="private-note">
      <icons.eye />
      Only you can see this ·{' '}
      <button type="button" class="text-button" onClick={() => void dismiss(id)}>
        Dismiss message
      </button>
    </p>
  );
}

function ThreadChip({ threadId }: { threadId: string }) {
  const thread = places.value.find(({ id }) => id === threadId);
  if (!thread) return null;
  const messages = messagesIn(threadId).value.filter(({ onlyFor }) => onlyFor === undefined);
  const latest = messages.at(-1);
  const said = latest && spokenMessage(latest, names).replaceAll('\n', ' ');
  const count = messages.length === 1 ? '1 message' : `${messages.length} messages`;
  return (
    <button type="button" class="thread-chip" onClick={() => goTo(threadId)}>
      <span class="thread-chip-head">
        <b>{thread.name}</b>
        <span class="thread-chip-count">{count} ›</span>
      </span>
      <span class="thread-chip-latest">
        {latest ? (
          <>
            <Avatar id={latest.author.id} name={latest.author.name} small />
            <b>{latest.author.name}</b> <span class="thread-chip-said">{said}</span>
          </>
        ) : (
          'Nobody has written here yet.'
        )}
      </span>
    </button>
  );
}

function Tools({ message }: { message: MessageView }) {
  const copy = (text: string, done: string): void => {
    void navigator.clipboard.writeText(text).then(() => announce(done));
  };
  const entries = [
    { label: 'Inspect', act: () => void inspect(message) },
    { label: 'Copy text', act: () => copy(rawText(message), 'Text copied') },
    { label: 'Copy message ID', act: () => copy(message.id, 'ID copied') },
  ];
  return (
    <div class="tools">
      {message.author.bot && (
        <button type="button" class="tool" aria-label="Inspect" title="Inspect" onClick={() => void inspect(message)}>
          <icons.inspect />
        </button>
      )}
      <Popup label="More" kind="menu" placement="below-end" className="tool-popup" face={<icons.more />}>
        {({ close }) =>
          entries
            .filter(({ label }) => message.author.bot || label !== 'Inspect')
            .map(({ label, act }) => (
              <button
                key={label}
                type="button"
                role="menuitem"
                class="menu-item"
                onClick={() => {
                  close();
                  act();
                }}
              >
                {label}
              </button>
            ))
        }
      </Popup>
    </div>
  );
}

/** What Discord's own "Copy text" gives: the Markdown as it was written. */
function rawText({ content, components }: MessageView): string {
  const texts = (list: MessageView['components']): readonly string[] =>
    list.flatMap((component) => {
      const inside = Array.isArray(component.components) ? texts(component.components) : [];
      return typeof component.content === 'string' ? [component.content, ...inside] : inside;
    });
  return [content, ...texts(components)].filter((part) => part !== '').join('\n');
}

/** Whether the newest message that is shown is the acting member's own. */
export function isNewestOwn(): boolean {
  return shownMessages.value.at(-1)?.author.id === actingId.value;
}
