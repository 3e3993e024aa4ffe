/** Conditions on the client and its connection. */
import { clean, type Text } from '../../expand/index.ts';
import type { AclRun } from '../engine/run.ts';
import { listCondition } from './lists.ts';

const textOrNone = (text: string | undefined): Text | undefined => (text === undefined ? undefined : clean(text));

/** `TLS1.3:AES_256_GCM:256` is a version, a cipher and its strength. */
function cipher({ world }: AclRun): Text | undefined {
  const whole = world.facts.tls.cipher;
  return textOrNone(whole?.split(':')[1] ?? whole);
}

export const CLIENT_CONDITIONS = [
  listCondition({
    name: 'authenticated',
    kind: 'local-part',
    subject: ({ world }) => textOrNone(world.facts.authenticator),
  }),
  listCondition({ name: 'encrypted', kind: 'local-part', subject: cipher }),
  listCondition({
    name: 'hosts',
    kind: 'host',
    subject: ({ world }) => clean(world.facts.clientAddress ?? ''),
    data: 'host_data',
  }),
];
