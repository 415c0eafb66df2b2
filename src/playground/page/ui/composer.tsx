import { useLayoutEffect, useRef } from 'preact/hooks';
import type { CommandEntry, Field } from '../model/entry.ts';
import { definitionOf, optionsLeft } from '../model/entry.ts';
import { composerTrouble } from '../state/actions.ts';
import {
  addField,
  entry,
  focusField,
  focusWanted,
  leaveField,
  marked,
  moveField,
  moveMark,
  type OfferList,
  offerList,
  removeField,
  stepOut,
  submit,
  takeMarked,
  typeField,
  typePlain,
} from '../state/composer.ts';
import { place } from '../state/session.ts';
import { bot } from '../state/world.ts';
import { Avatar } from './avatar.tsx';
import { icons } from './icons.tsx';

const listId = 'composer-offers';

/** Where messages and commands are written. */
export function Composer() {
  const now = entry.value;
  return (
    <form
      class="composer"
      id="composer"
      aria-label="Composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {offerList.value && <Offers list={offerList.value} />}
      <Problems />
      <div class={now.kind === 'command' ? 'composer-box composer-command' : 'composer-box'}>
        {now.kind === 'text' ? <PlainText text={now.text} /> : <Command entry={now} />}
        <button type="submit" class="send" aria-label="Send" title="Send">
          <icons.send />
        </button>
      </div>
    </form>
  );
}

function Problems() {
  const now = entry.value;
  const problems = now.kind === 'command' ? Object.entries(now.problems) : [];
  if (problems.length === 0 && composerTrouble.value === undefined) return null;
  return (
    <div class="composer-problems" role="alert" id="composer-problems">
      {composerTrouble.value !== undefined && <p>{composerTrouble.value}</p>}
      {problems.map(([name, problem]) => (
        <p key={name}>
          <b>{name}</b> {problem}
        </p>
      ))}
    </div>
  );
}

function Offers({ list: { heading, offers, note } }: { list: OfferList }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  return (
    <div class="offers" ref={box}>
      <p class="offers-heading">{heading}</p>
      {note !== undefined && (
        <p class="offers-note" role="status">
          {note}
        </p>
      )}
      <div id={listId} class="offer-list" role="listbox" aria-label={heading} tabIndex={-1}>
        {offers.map(({ key, title, detail, take }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the composer's, which keeps the focus
          <div
            key={key}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked.value}
            class="offer"
            // The field must keep the focus while its list is clicked.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => {
              if (marked.value !== index) marked.value = index;
            }}
            onClick={() => {
              take();
              focusWanted.value += 1;
            }}
          >
            {title.startsWith('/') && <Avatar id={bot.value.id} name={bot.value.name} small />}
            <span class="offer-title">{title}</span>
            {detail !== undefined && <span class="offer-detail">{detail}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What tells a screen reader of the list while the focus stays where one types. */
function listProps() {
  const isOpen = hasOffers();
  return {
    'aria-autocomplete': 'list',
    'aria-controls': isOpen ? listId : undefined,
    'aria-activedescendant': isOpen && marked.value >= 0 ? `${listId}-${marked.value}` : undefined,
  } as const;
}

/** The same for a field of one line, which may be a combobox. */
function comboProps(isFocused: boolean) {
  return { role: 'combobox', 'aria-expanded': isFocused && hasOffers(), ...(isFocused && listProps()) } as const;
}

function hasOffers(): boolean {
  return (offerList.value?.offers.length ?? 0) > 0;
}

/** Keys for the list of offers. Says whether the key is done with. */
function offerKeys(event: KeyboardEvent): boolean {
  if (event.isComposing || !hasOffers()) return false;
  if (event.key === 'ArrowDown') moveMark(1);
  else if (event.key === 'ArrowUp') moveMark(-1);
  else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) return takeMarked();
  else return false;
  return true;
}

/** Whether the long hint fits; a placeholder is cut without a sign of it. */
function isWide(): boolean {
  return matchMedia('(width >= 760px)').matches;
}

function PlainText({ text }: { text: string }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    // As high as its text: measured from nothing, or it would never shrink again.
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [text]);
  useLayoutEffect(() => {
    if (focusWanted.value > 0) area.current?.focus();
  }, [focusWanted.value]);
  const name = place.value?.kind === 'dm' ? `@${bot.value.name}` : `#${place.value?.name ?? ''}`;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (offerKeys(event)) event.preventDefault();
    else if (event.key === 'Escape') stepOut();
    else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  };
  return (
    <textarea
      {...listProps()}
      ref={area}
      class="composer-text"
      rows={1}
      aria-label={`Message ${name}`}
      placeholder={isWide() ? `Message ${name}, or / for commands` : `Message ${name}`}
      value={text}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => typePlain(currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function Command({ entry: now }: { entry: CommandEntry }) {
  return (
    <div class="command">
      <span class="command-name">/{now.command.label}</span>
      {now.fields.map((field) => (
        <Option key={field.name} entry={now} field={field} />
      ))}
      <Tail entry={now} />
      {optionsLeft(now).map(({ name, label, description }) => (
        <button
          key={name}
          type="button"
          class="option-chip"
          title={description}
          aria-label={`Add option ${label}`}
          onClick={() => addField(name)}
        >
          <icons.plus />
          {label}
        </button>
      ))}
    </div>
  );
}

function useFieldFocus(isFocused: boolean) {
  const input = useRef<HTMLInputElement>(null);
  const wanted = focusWanted.value;
  useLayoutEffect(() => {
    if (isFocused && document.activeElement !== input.current) input.current?.focus();
  }, [isFocused, wanted]);
  return input;
}

function fieldKeys(event: KeyboardEvent, isRemovable: boolean): void {
  const { currentTarget, key } = event;
  if (!(currentTarget instanceof HTMLInputElement)) return;
  const { selectionStart, selectionEnd, value } = currentTarget;
  const isAtStart = selectionStart === 0 && selectionEnd === 0;
  const isAtEnd = selectionStart === value.length && selectionEnd === value.length;
  if (offerKeys(event)) event.preventDefault();
  else if (key === 'Enter' && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (key === 'Escape') {
    event.preventDefault();
    stepOut();
  } else if (key === 'Backspace' && value === '') {
    event.preventDefault();
    leaveField();
  } else if ((key === 'ArrowLeft' && isAtStart) || (key === 'ArrowRight' && isAtEnd && isRemovable)) {
    event.preventDefault();
    moveField(key === 'ArrowLeft' ? -1 : 1);
  }
}

function Option({ entry: now, field }: { entry: CommandEntry; field: Field }) {
  const { name, typed } = field;
  const definition = definitionOf(now, name);
  const isFocused = now.focused === name;
  const input = useFieldFocus(isFocused);
  const problem = now.problems[name];
  const label = definition?.label ?? name;
  const names = ['option-field', isFocused && 'option-field-on', problem && 'option-field-wrong'];
  return (
    <span class={names.filter(Boolean).join(' ')}>
      <label class="option-name" for={`option-${name}`}>
        {label}
      </label>
      <input
        {...comboProps(isFocused)}
        ref={input}
        id={`option-${name}`}
        class="option-input"
        type="text"
        inputMode={definition?.kind === 'text' || definition?.choices.length ? 'text' : 'decimal'}
        // A width in letters: styles may not be written into attributes here.
        size={Math.max(definition?.required ? 8 : 5, Math.min(40, typed.length + 1))}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        aria-required={definition?.required === true}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : 'composer-problems'}
        onFocus={() => focusField(name)}
        onInput={({ currentTarget }) => typeField(name, currentTarget.value)}
        onKeyDown={(event) => fieldKeys(event, true)}
      />
      {definition?.required === false && (
        <button
          type="button"
          class="option-remove"
          tabIndex={-1}
          aria-label={`Remove option ${label}`}
          onClick={() => removeField(name)}
        >
          <icons.close />
        </button>
      )}
    </span>
  );
}

function Tail({ entry: now }: { entry: CommandEntry }) {
  const isFocused = now.focused === undefined;
  const input = useFieldFocus(isFocused);
  return (
    <input
      {...comboProps(isFocused)}
      ref={input}
      class="command-tail"
      type="text"
      size={Math.max(1, now.tail.length)}
      autocomplete="off"
      spellcheck={false}
      aria-label={`/${now.command.label}, Enter to send, or an option’s name`}
      value={now.tail}
      onFocus={() => focusField(undefined)}
      onInput={({ currentTarget }) => typeField(undefined, currentTarget.value)}
      onKeyDown={(event) => fieldKeys(event, false)}
    />
  );
}
