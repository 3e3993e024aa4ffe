/** Conditions on the envelope: who sends, and to whom. */
import { type Text, textOf } from '../../expand/index.ts';
import type { AclRun } from '../engine/run.ts';
import { listCondition } from './lists.ts';

const sender = ({ world }: AclRun): Text => world.facts.sender;

function senderDomain(run: AclRun): Text {
  const { text, tainted } = sender(run);
  const at = text.lastIndexOf('@');
  return textOf(at < 0 ? '' : text.slice(at + 1), tainted);
}

export const ADDRESS_CONDITIONS = [
  listCondition({
    name: 'domains',
    kind: 'domain',
    subject: ({ world }) => world.facts.recipient?.domain,
    data: 'domain_data',
  }),
  listCondition({
    name: 'local_parts',
    kind: 'local-part',
    subject: ({ world }) => world.facts.recipient?.localPart,
    data: 'local_part_data',
  }),
  listCondition({
    name: 'recipients',
    kind: 'address',
    subject: ({ world }) => world.facts.recipient?.address,
    data: 'recipient_data',
  }),
  listCondition({ name: 'sender_domains', kind: 'domain', subject: senderDomain }),
  listCondition({ name: 'senders', kind: 'address', subject: sender, data: 'sender_data' }),
];
