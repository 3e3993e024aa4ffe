/** Conditions on the envelope: who sends, and to whom. */
import { type Text, textOf } from '../../expand/index.ts';
import { type AddressFacts, unquoted } from '../../facts/index.ts';
import type { AclRun } from '../engine/run.ts';
import { listCondition } from './lists.ts';

/** What a client says is tainted. */
const tainted = (text: string): Text => textOf(text, true);

const sender = ({ world }: AclRun): string => world.facts.message?.sender ?? '';

function senderDomain(run: AclRun): string {
  const address = sender(run);
  const at = address.lastIndexOf('@');
  return at < 0 ? '' : address.slice(at + 1);
}

const ofRecipient =
  (read: (address: AddressFacts) => string) =>
  ({ world }: AclRun): Text | undefined =>
    world.facts.address === undefined ? undefined : tainted(read(world.facts.address));

export const ADDRESS_CONDITIONS = [
  listCondition({
    name: 'domains',
    kind: 'domain',
    subject: ofRecipient(({ domain }) => domain),
    data: 'domain_data',
  }),
  listCondition({
    name: 'local_parts',
    kind: 'local-part',
    subject: ofRecipient(({ localPart }) => unquoted(localPart)),
    data: 'local_part_data',
  }),
  listCondition({
    name: 'recipients',
    kind: 'address',
    subject: ofRecipient(({ localPart, domain }) => `${localPart}@${domain}`),
    data: 'recipient_data',
  }),
  listCondition({ name: 'sender_domains', kind: 'domain', subject: (run) => tainted(senderDomain(run)) }),
  listCondition({ name: 'senders', kind: 'address', subject: (run) => tainted(sender(run)), data: 'sender_data' }),
];
