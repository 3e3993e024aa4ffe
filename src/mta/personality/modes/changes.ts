/** A row for each flag that changes a message. */
import type { Clock } from '../../../base/index.ts';
import {
  completedEntry,
  entry,
  frozenEntry,
  type LogEntry,
  type LogFormat,
  removedEntry,
  thawedEntry,
} from '../../log/index.ts';
import { PLAIN_MAILBOX, readMailbox } from '../../mailbox/index.ts';
import {
  type Act,
  addRecipients,
  changeSender,
  freeze,
  markDelivered,
  moveQueue,
  remove,
  thaw,
} from '../../queue/index.ts';
import type { StoredMessage } from '../../spool/index.ts';

export interface ChangeFacts {
  readonly by: string;
  /** Or the name of a queue. */
  readonly addresses: readonly string[];
  /** As it was before. */
  readonly message: StoredMessage;
}

export interface Change {
  /** One id, and addresses behind it; else ids alone. */
  readonly takesAddresses: boolean;
  /** The name of a queue before the ids; a message of another queue than is spoken of is not there. */
  readonly takesQueue?: boolean;
  readonly act: (addresses: readonly string[], clock: Clock) => Act;
  /** Behind `Message ID`. */
  readonly done: string;
  readonly unchanged: (addresses: readonly string[], message: StoredMessage) => string;
  /** An empty line is behind all of it. */
  readonly isSpacedOut?: true;
  /** `adding recipient`: what went wrong when an address is wrong. */
  readonly doing: string;
  /** One address alone is taken. */
  readonly single?: boolean;
  readonly entries: (facts: ChangeFacts, format: LogFormat) => readonly LogEntry[];
  /** It is gone then, which is an event. */
  readonly removes?: true;
}

const plain = { takesAddresses: false, doing: '' } as const;
const edit = { takesAddresses: true, done: 'has been modified', unchanged: () => '' } as const;
const folders = (queue: string): string => `${queue === '' ? '' : `(${queue}) `}input, msglog`;
const marked = (address: string, by: string): LogEntry =>
  entry('marked-delivered', { address, by }, `address <${address}> marked delivered by ${by}`);

export const CHANGES: Readonly<Record<string, Change>> = {
  '-Mf': {
    ...plain,
    act: (_, clock) => freeze(clock),
    done: 'is now frozen',
    unchanged: () => 'is already frozen',
    entries: ({ by }) => [frozenEntry({ by })],
  },
  '-Mt': {
    ...plain,
    act: () => thaw,
    done: 'is no longer frozen',
    unchanged: () => 'is not frozen',
    entries: ({ by }) => [thawedEntry({ by })],
  },
  '-Mrm': {
    ...plain,
    act: () => remove,
    done: 'has been removed',
    unchanged: () => '',
    removes: true,
    entries: ({ by }, format) => [removedEntry({ by }), completedEntry({}, format)],
  },
  '-MG': {
    ...plain,
    takesQueue: true,
    act: ([to = '']) => moveQueue(to),
    done: '',
    unchanged: () => '',
    entries: ({ addresses: [to = ''], message: { queue: from = '' } }) => [
      entry('moved', { from, to }, `moved from ${folders(from)} to ${folders(to)}`),
    ],
  },
  '-Mmad': {
    ...plain,
    act: (_, clock) => markDelivered('all', clock),
    done: 'has been modified',
    isSpacedOut: true,
    unchanged: () => '',
    entries: ({ by, message }) => message.recipients.map(({ address }) => marked(address, by)),
  },
  '-Mmd': {
    ...edit,
    act: (addresses, clock) => markDelivered(addresses, clock),
    unchanged: (addresses, { recipients }) => {
      const known = new Set(recipients.map(({ address }) => address));
      const strangers = addresses.filter((address) => !known.has(address));
      return strangers
        .map((one) => `- error while marking as delivered:\n  ${one} is not a recipient: message not updated`)
        .join('\n');
    },
    doing: 'marking as delivered',
    entries: ({ by, addresses }) => addresses.map((address) => marked(address, by)),
  },
  '-Mar': {
    ...edit,
    act: (addresses) => addRecipients(addresses),
    doing: 'adding recipient',
    entries: ({ by, addresses }) =>
      addresses.map((address) => entry('recipient-added', { address, by }, `recipient <${address}> added by ${by}`)),
  },
  '-Mes': {
    ...edit,
    single: true,
    act: ([sender = '']) => changeSender(sender === '<>' ? '' : sender),
    doing: 'editing sender',
    entries: ({ by, addresses: [sender = ''] }) => {
      const address = sender === '<>' ? '' : sender;
      return [entry('sender-changed', { address, by }, `sender address changed to <${address}> by ${by}`)];
    },
  },
};

/** What is wrong with the addresses; undefined: nothing. */
export function editOf({ doing, single = false }: Change, addresses: readonly string[]): string | undefined {
  if (addresses.length === 0) return `error while ${doing}: no address given`;
  if (single && addresses.length > 1) return 'only one sender address can be specified';
  for (const address of addresses) {
    const fault = single && address === '<>' ? undefined : addressFault(address);
    if (fault !== undefined) return `error while ${doing}:\n  bad address ${address}: ${fault}`;
  }
  return undefined;
}

const WITH_LITERALS = { ...PLAIN_MAILBOX, bareLiterals: true } as const;

/** Without brackets and what else people write around it; only of one that has no fault. */
export function bare(text: string): string {
  const mailbox = readMailbox(text, WITH_LITERALS);
  return typeof mailbox === 'string' ? text : mailbox.address;
}

function addressFault(text: string): string | undefined {
  const mailbox = readMailbox(text, WITH_LITERALS);
  if (typeof mailbox === 'string') return mailbox;
  return mailbox.isQualified ? undefined : 'domain missing';
}
