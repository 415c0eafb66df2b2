import { definitionsFor, type Reader } from '../../../src/playground/page/model/definitions.ts';

/** A reader on a server, in English. */
export const reader: Reader = {
  locale: 'en-GB',
  where: 'server',
  permissions: 0n,
  members: [{ name: 'Ada', value: '1' }],
  channels: [{ name: 'general', value: '2' }],
};

/** Commands as a bot registers them. */
export const registered = [
  {
    name: 'review',
    description: 'Read a review',
    description_localizations: { it: 'Leggi una recensione' },
    contexts: [0, 1],
    options: [
      { type: 3, name: 'film', description: 'Which', required: true, autocomplete: true, max_length: 20 },
      { type: 3, name: 'critic', description: 'Whose', autocomplete: true },
    ],
  },
  {
    name: 'rate',
    description: 'Give stars',
    contexts: [0],
    options: [
      { type: 3, name: 'film', description: 'Which', required: true },
      {
        type: 4,
        name: 'stars',
        description: 'How many',
        required: true,
        choices: [
          { name: '★', value: 2 },
          { name: '★½', value: 3 },
        ],
      },
      { type: 4, name: 'hours', description: 'How long', min_value: 1, max_value: 720 },
      { type: 5, name: 'private', description: 'To you alone' },
    ],
  },
  { name: 'help', description: 'What this is' },
  {
    name: 'mydata',
    description: 'Yours',
    options: [
      { type: 1, name: 'show', description: 'See it' },
      {
        type: 1,
        name: 'delete',
        description: 'Delete it',
        options: [{ type: 6, name: 'who', description: 'Of whom' }],
      },
    ],
  },
];

/** The same as they are offered to {@link reader}. */
export const commands = definitionsFor(registered, reader);
