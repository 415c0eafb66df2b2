import type { PlaceView, ServerView } from '../../protocol.ts';
import { channelTree } from '../model/places.ts';
import { isDrawerOpen } from '../state/panels.ts';
import { actAs, acting, actingId, goTo, place, placeId, unread } from '../state/session.ts';
import { bot, members, places, servers } from '../state/world.ts';
import { Avatar, initialsOf } from './avatar.tsx';
import { icons, PlaceIcon } from './icons.tsx';
import { Popup } from './popup.tsx';

/** Servers, channels, and who acts. On narrow screens it slides in over the messages. */
export function Lists() {
  const isOpen = isDrawerOpen.value;
  return (
    <>
      <div class={isOpen ? 'lists lists-open' : 'lists'}>
        <Rail />
        <div class="sidebar">
          <Sidebar />
          <section aria-label="You">
            <MemberSwitcher />
          </section>
        </div>
      </div>
      {isOpen && (
        <button
          type="button"
          class="shade"
          aria-label="Close the lists"
          onClick={() => {
            isDrawerOpen.value = false;
          }}
        />
      )}
    </>
  );
}

function visit(id: string): void {
  goTo(id);
  isDrawerOpen.value = false;
}

function Rail() {
  const talk = places.value.find(({ dmWith }) => dmWith === actingId.value);
  return (
    <nav class="rail" aria-label="Servers">
      <ul>
        {talk && (
          <li>
            <button
              type="button"
              class={place.value?.kind === 'dm' ? 'rail-item rail-item-on' : 'rail-item'}
              aria-label="Direct messages"
              title="Direct messages"
              aria-current={place.value?.kind === 'dm' ? 'true' : undefined}
              onClick={() => visit(talk.id)}
            >
              <icons.dm />
              {unread.value.has(talk.id) && <span class="rail-dot" />}
            </button>
          </li>
        )}
        {talk && <li class="rail-rule" aria-hidden="true" />}
        {servers.value.map((server) => (
          <li key={server.id}>
            <ServerButton server={server} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function ServerButton({ server }: { server: ServerView }) {
  const own = places.value.filter(({ serverId }) => serverId === server.id);
  const isHere = place.value?.serverId === server.id;
  const first = own.find(({ kind }) => kind === 'text') ?? own[0];
  return (
    <button
      type="button"
      class={isHere ? 'rail-item rail-item-on' : 'rail-item'}
      aria-label={server.name}
      title={server.name}
      aria-current={isHere ? 'true' : undefined}
      onClick={() => first && !isHere && visit(first.id)}
    >
      {initialsOf(server.name)}
      {!isHere && own.some(({ id }) => unread.value.has(id)) && <span class="rail-dot" />}
    </button>
  );
}

function Sidebar() {
  const here = place.value;
  const server = servers.value.find(({ id }) => id === here?.serverId);
  const talk = places.value.find(({ dmWith }) => dmWith === actingId.value);
  return (
    <>
      <header class="sidebar-head">{server?.name ?? 'Direct messages'}</header>
      <nav class="channels" aria-label="Channels">
        <ul>
          {server
            ? channelTree(places.value, server.id, placeId.value).map(({ channel, threads }) => (
                <li key={channel.id}>
                  <PlaceButton target={channel} />
                  {threads.length > 0 && (
                    <ul class="threads">
                      {threads.map((thread) => (
                        <li key={thread.id}>
                          <PlaceButton target={thread} />
                        </li>
                      ))}
                    </ul>
                  )}
                </li>
              ))
            : talk && (
                <li>
                  <PlaceButton target={talk} />
                </li>
              )}
        </ul>
      </nav>
    </>
  );
}

const spokenKinds = {
  text: '',
  voice: ', voice',
  announcement: ', announcements',
  thread: ', thread',
  dm: '',
} as const;

function PlaceButton({ target }: { target: PlaceView }) {
  const isHere = target.id === placeId.value;
  const isNew = unread.value.has(target.id);
  const names = ['channel', isHere && 'channel-on', isNew && 'channel-new', `channel-${target.kind}`];
  const name = target.kind === 'dm' ? bot.value.name : target.name;
  return (
    <button
      type="button"
      class={names.filter(Boolean).join(' ')}
      aria-current={isHere ? 'page' : undefined}
      aria-label={`${name}${spokenKinds[target.kind]}`}
      aria-description={isNew ? 'unread' : undefined}
      onClick={() => visit(target.id)}
    >
      {target.kind === 'dm' ? <Avatar id={bot.value.id} name={name} small /> : <PlaceIcon kind={target.kind} />}
      <span class="channel-name">{name}</span>
      {isNew && <span class="channel-dot" aria-hidden="true" />}
    </button>
  );
}

function MemberSwitcher() {
  const who = acting.value;
  if (!who) return null;
  return (
    <Popup
      label={`You are ${who.name}. Be somebody else`}
      kind="menu"
      placement="above"
      className="member-switcher"
      face={
        <>
          <Avatar id={who.id} name={who.name} />
          <span class="member-text">
            <b>{who.name}</b>
            <small>{aboutMember(who)}</small>
          </span>
          <icons.chevron />
        </>
      }
    >
      {({ close }) => (
        <>
          <p class="menu-heading" aria-hidden="true">
            Be somebody else
          </p>
          {members.value.map((member) => (
            <button
              key={member.id}
              type="button"
              role="menuitemradio"
              aria-checked={member.id === who.id}
              class="menu-item menu-member"
              onClick={() => {
                actAs(member.id);
                close();
              }}
            >
              <Avatar id={member.id} name={member.name} />
              <span class="member-text">
                <b>{member.name}</b>
                <small>{aboutMember(member)}</small>
              </span>
              {member.id === who.id && <icons.check />}
            </button>
          ))}
        </>
      )}
    </Popup>
  );
}

function aboutMember({ locale, moderator }: { readonly locale: string; readonly moderator: boolean }): string {
  const language = new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale;
  return moderator ? `Moderator · ${language}` : language;
}
