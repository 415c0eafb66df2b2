import type { Loopback } from './loopback.ts';
import { defaultMemberPermissions } from './permissions.ts';

/** Sets up the server that a first visit finds: a few channels, and people of several languages to be. */
export function setUpFilmClub(loopback: Loopback): void {
  const server = loopback.addServer({ name: 'Film club', locale: 'en-GB' });
  server.addChannel({ name: 'book-club' });
  server.addChannel({ name: 'never-let-me-go' });
  server.addChannel({ kind: 'announcement', name: 'programme' });
  server.addChannel({ kind: 'voice', name: 'Screening room' });
  const people = [
    loopback.addMember('Ada', { server, locale: 'en-GB' }),
    loopback.addMember('Bilal', { server, locale: 'en-US' }),
    loopback.addMember('Chiara', { server, locale: 'it' }),
    loopback.addMember('Dmitri', { server, locale: 'ru' }),
    loopback.addMember('Morgan', {
      server,
      locale: 'en-GB',
      permissions: [...defaultMemberPermissions, 'ManageMessages', 'ManageGuild'],
    }),
  ];
  for (const person of people) person.in('dm');
}
