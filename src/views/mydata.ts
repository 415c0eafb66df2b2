import { mydataAsk, mydataDelete, mydataExport, mydataShow } from '../discord/custom-ids.ts';
import type { Message, MessageFile } from '../discord/message.ts';
import { type Counts, isNothing, kinds } from '../members/belongings.ts';
import type { Words } from '../words/en.ts';
import { card, type Press } from './layout.ts';

/** Where to delete: on the server where one is, or everywhere. */
export type Reach = 'here' | 'everywhere';

/** What is kept of a member. `here` is missing where there is no server. */
export interface Kept {
  readonly here: Counts | undefined;
  readonly everywhere: Counts;
}

/** What is kept, and what can be done about it. For the member alone, as everything here. */
export function mydataCard({ here, everywhere }: Kept, words: Words, ...first: readonly string[]): Message {
  const heading = `## ${words.mydata.heading}`;
  if (isNothing(everywhere)) return card(...(first.length > 0 ? first : [heading, words.mydata.nothing]));
  const ask = (where: Reach, label: string): Press => ({ label, id: mydataAsk.build({ where }), style: 'danger' });
  const hasSomethingHere = here !== undefined && !isNothing(here);
  return card(
    ...first,
    heading,
    here === undefined ? '' : hasSomethingHere ? words.mydata.here(told(here, words)) : words.mydata.nothingHere,
    words.mydata.everywhere(told(everywhere, words)),
    words.mydata.how,
    {
      buttons: [
        { label: words.buttons.export, id: mydataExport.build({}), style: 'primary' },
        ...(hasSomethingHere ? [ask('here', words.buttons.deleteHere)] : []),
        ask('everywhere', words.buttons.deleteEverywhere),
      ],
    },
  );
}

/** Names what would go. `asked` is when, in epoch milliseconds: what comes in after that does not go. */
export function deletionCard(
  { counts, where, asked }: { readonly counts: Counts; readonly where: Reach; readonly asked: number },
  words: Words,
  ...first: readonly string[]
): Message {
  return card(...first, words.mydata.ask[where](told(counts, words)), {
    buttons: [
      { label: words.buttons.yesDelete, id: mydataDelete.build({ where, asked }), style: 'danger' },
      { label: words.buttons.keepIt, id: mydataShow.build({}) },
    ],
  });
}

/** The files that a member takes along. */
export function exportCard(files: readonly MessageFile[], words: Words): Message {
  return card(words.mydata.exported, ...files.map((file) => ({ file })));
}

function told(counts: Counts, words: Words): readonly string[] {
  return kinds.flatMap((kind) => (counts[kind] === 0 ? [] : [words.mydata.kinds[kind](counts[kind])]));
}
