import { settingsChannels, settingsHours, settingsLimit, settingsTelling } from '../discord/custom-ids.ts';
import type { Message } from '../discord/message.ts';
import { defaultHours } from '../matchups/matchup.ts';
import type { Settings } from '../servers/settings.ts';
import type { Words } from '../words/en.ts';
import { card, lines, rule } from './layout.ts';

/** What can be picked; a server may have another value from elsewhere. */
export const hoursOffered = [6, 12, 24, 48, 72, 120, 168, 336, 720] as const;
export const limitsOffered = [1, 2, 3, 5, 10, 20, 30, 60] as const;

/** A server's settings, for somebody who manages it. */
export function settingsCard(settings: Settings, words: Words): Message {
  const { hours, tellsPrivately, channels, cardsPerHour } = settings;
  const said = words.settings;
  return card(
    `## ${said.heading}`,
    lines(
      said.hours(hours ?? defaultHours),
      tellsPrivately ? said.tellsPrivately : said.tellsPublicly,
      said.channels(channels.map((channel) => `<#${channel}>`)),
      said.limit(cardsPerHour),
    ),
    rule,
    {
      choice: {
        id: settingsHours.build({}),
        question: said.askHours(defaultHours),
        options: hoursOffered.map((each) => ({ label: said.hoursOption(each), value: String(each) })),
        picked: hours === undefined ? undefined : String(hours),
      },
    },
    {
      choice: {
        id: settingsLimit.build({}),
        question: said.askLimit,
        options: limitsOffered.map((each) => ({ label: said.limitOption(each), value: String(each) })),
        picked: cardsPerHour === undefined ? undefined : String(cardsPerHour),
      },
    },
    { channels: { id: settingsChannels.build({}), question: said.askChannels, picked: channels } },
    {
      buttons: [
        tellsPrivately
          ? { label: said.tellEverybody, id: settingsTelling.build({ to: 'public' }) }
          : { label: said.tellOne, id: settingsTelling.build({ to: 'private' }) },
      ],
    },
  );
}
