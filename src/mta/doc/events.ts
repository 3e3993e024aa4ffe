/** Events, out of their rows. */
import { EVENTS, type EventDef } from '../event/index.ts';
import type { Word } from './types.ts';

export const eventWords = (): readonly Word[] =>
  EVENTS.map(({ name, option, doc, data, forces }: EventDef) => ({
    name,
    kind: 'event',
    scope: 'event',
    status: 'works',
    doc: `${doc} $event_data: ${data}.${forces === undefined ? '' : ` What event_action comes to: ${forces}.`} Asked is ${ASKED[option]}.`,
  }));

const ASKED: Readonly<Record<EventDef['option'], string>> = {
  main: 'the option of the main section',
  transport: "the transport's",
  both: "the option of the main section for what comes in, the transport's for what goes out",
};
