import { bot, members } from '../state/world.ts';

const colours = 8;

/** A member's initial on a colour that is always theirs; the bot's own mark. */
export function Avatar({ id, name, small = false }: { id: string; name: string; small?: boolean }) {
  const size = small ? ' avatar-small' : '';
  if (id === bot.value.id) return <img class={`avatar${size}`} src="/mark.svg" alt="" />;
  return (
    <span class={`avatar avatar-${colourOf(id)}${size}`} aria-hidden="true">
      {initialsOf(name).slice(0, 1)}
    </span>
  );
}

/** The first letters of a name's first words. */
export function initialsOf(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');
}

/** By place in the list, so that no two of the first eight look alike; whoever has left it has the last colour. */
function colourOf(id: string): number {
  return (members.value.findIndex((member) => member.id === id) + colours) % colours;
}
