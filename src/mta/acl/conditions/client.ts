/** Conditions on the client and its connection. */
import { clean, type Text } from '../../expand/index.ts';
import { listCondition } from './lists.ts';

const textOrNone = (text: string | undefined): Text | undefined => (text === undefined ? undefined : clean(text));

export const CLIENT_CONDITIONS = [
  listCondition({
    name: 'authenticated',
    kind: 'word',
    subject: ({ world }) => textOrNone(world.facts.connection.auth?.authenticator),
  }),
  listCondition({
    name: 'encrypted',
    kind: 'word',
    subject: ({ world }) => textOrNone(world.facts.connection.tls?.cipher),
  }),
  listCondition({
    name: 'hosts',
    kind: 'host',
    subject: ({ world }) => clean(world.facts.connection.client?.address ?? ''),
    data: 'host_data',
  }),
];
