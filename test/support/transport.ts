/** Deliveries under test: transports as text, a message as text, and the real files and programs of this host. */
import { err, ok, seededRandom, systemClock } from '../../src/base/index.ts';
import type { Net } from '../../src/core/net/index.ts';
import { readConfiguration } from '../../src/mta/config/index.ts';
import { clean, textOf } from '../../src/mta/expand/index.ts';
import { createHeaders, createVariables, createWorld, hostConfiguration } from '../../src/mta/host/index.ts';
import { createMemorySpool, type Spool, type StoredHeader, type StoredMessage } from '../../src/mta/spool/index.ts';
import {
  type Delivery,
  type DeliveryRecipient,
  type DeliveryReport,
  deliverBy,
  type GeneratedMessage,
  type TransportWorld,
} from '../../src/mta/transport/index.ts';

export interface TransportCase {
  /** The transports section; the first is delivered by. */
  readonly transports: string;
  readonly main?: string;
  /** Header, empty line, body; LF ends lines. */
  readonly message?: string;
  readonly sender?: string;
  readonly recipients?: readonly (Partial<DeliveryRecipient> & { readonly address: string })[];
  readonly facts?: Delivery['facts'];
  readonly home?: string;
  readonly props?: Partial<Delivery['props']>;
  readonly wire?: boolean;
  readonly flags?: StoredMessage['flags'];
  readonly runAs?: TransportWorld['runAs'];
  readonly doAs?: TransportWorld['doAs'];
  /** Whose hints are shared; each has its own otherwise. */
  readonly spool?: Spool;
}

export interface Delivered {
  readonly report: DeliveryReport;
  /** Of the first recipient. */
  readonly outcome: DeliveryReport['outcomes'][number];
  readonly log: readonly string[];
  readonly submitted: readonly {
    readonly recipients: readonly string[];
    readonly sender: string;
    readonly text: string;
  }[];
}

export const MESSAGE =
  'From: Ann <ann@example.org>\nTo: bob@example.com\nSubject: hello\n\nFirst line\nFrom here on\n.\nend\n';

export const messageId = '1abcde-000001-23';

/** @param given.message  its header fields get no letters of their own */
export function storedMessage({ message = MESSAGE, sender = 'ann@example.org', wire = false, flags }: TransportCase) {
  const end = message.indexOf('\n\n');
  const header = message.slice(0, end + 1);
  const body = message.slice(end + 2);
  const headers: StoredHeader[] = [...header.matchAll(/[^\n]*\n(?:[ \t][^\n]*\n)*/g)].map(([text]) => ({
    letter: ' ',
    text: wire ? text.replaceAll('\n', '\r\n') : text,
  }));
  const octets = Buffer.from(wire ? body.replaceAll('\n', '\r\n') : body, 'latin1');
  const stored: StoredMessage = {
    id: messageId,
    receivedAtMs: Date.UTC(2026, 10, 26, 12),
    submitter: { login: 'root', uid: 0, gid: 0 },
    sender,
    recipients: [{ address: 'bob@example.com' }],
    headers,
    body: { lineCount: body.split('\n').length - 1, wireFormat: wire },
    connection: { protocol: 'local' },
    ...(flags !== undefined && { flags }),
    progress: [],
    manualThaw: false,
    warnings: 0,
    firstDelivery: true,
    bodyOctets: octets.length,
  };
  return { stored, octets };
}

/** In parts of odd sizes, so that what is at their borders is met. */
async function* inParts(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  const SIZES = [1, 7, 3, 64];
  for (let at = 0, turn = 0; at < octets.length; turn += 1) {
    const size = SIZES[turn % SIZES.length]!;
    yield octets.subarray(at, at + size);
    at += size;
  }
}

export async function deliverTest(given: TransportCase): Promise<Delivered> {
  const read = readConfiguration({
    text: `primary_hostname = mail.example.com\nqualify_domain = example.com\n${given.main ?? ''}\nbegin transports\n${given.transports}`,
  });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  const { stored, octets } = storedMessage(given);
  const log: string[] = [];
  const submitted: Delivered['submitted'][number][] = [];
  const world = transportWorld(read.value, given, log, submitted);
  const { address } = given.recipients?.[0] ?? { address: 'bob@example.com' };
  const recipients = (given.recipients ?? [{ address }]).map(recipientOf);
  const report = await deliverBy(
    {
      transport: read.value.transports[0]!,
      message: {
        stored,
        body: async () => ok({ octets: octets.length, chunks: () => inParts(octets), close: async () => {} }),
      },
      sender: stored.sender,
      recipients,
      hosts: [],
      facts: { ...(given.home !== undefined && { home: { text: clean(given.home), expanded: true } }), ...given.facts },
      props: { headersAdd: [], headersRemove: [], variables: new Map(), ...given.props },
      router: 'router',
    },
    world,
  );
  return { report, outcome: report.outcomes[0]!, log, submitted };
}

function recipientOf(given: Partial<DeliveryRecipient> & { readonly address: string }): DeliveryRecipient {
  const at = given.address.lastIndexOf('@');
  const [localPart, domain] = at < 0 ? [given.address, ''] : [given.address.slice(0, at), given.address.slice(at + 1)];
  return { localPart, domain, original: given.address, ...given };
}

function transportWorld(
  configuration: TransportWorld['configuration'],
  given: TransportCase,
  log: string[],
  submitted: Delivered['submitted'][number][],
): TransportWorld {
  const known = hostConfiguration(configuration);
  const shared = createWorld({ configuration: known });
  const spool = given.spool ?? createMemorySpool();
  return {
    configuration,
    host: (message, variables, askAs) => {
      const { stored } = message;
      const fields = stored.headers.map(({ text }) => ({
        name: text.slice(0, text.indexOf(':')).toLowerCase(),
        value: text.slice(text.indexOf(':') + 1),
      }));
      const values = createVariables({
        given: { sender_address: stored.sender, message_exim_id: stored.id },
        ofMessage: () => undefined,
        ofConfiguration: { primary_hostname: 'mail.example.com', ...known.options },
      });
      return shared.hostFor({
        variable: (name) =>
          variables(name) ?? (name === 'sender_address' ? textOf(stored.sender, true) : values.read(name)),
        set: () => {},
        headers: createHeaders(fields, 'UTF-8'),
        ...(askAs !== undefined && { askAs }),
      });
    },
    net: {} as Net,
    web: () => ({}) as Net,
    searchDomains: () => [],
    clock: systemClock,
    random: seededRandom(1),
    resolver: () => err({ message: 'there is no DNS here' }),
    names: shared.names,
    localAddresses: () => [],
    hints: (namespace) => spool.hints(namespace),
    mayTry: () => 'now',
    submit: async (message: GeneratedMessage) => {
      const parts: Uint8Array[] = [];
      for await (const part of message.text) parts.push(part);
      submitted.push({
        sender: message.sender,
        recipients: message.recipients,
        text: Buffer.concat(parts).toString('latin1'),
      });
      return ok({ id: '1abcde-000002-34' });
    },
    log: (line) => void log.push(line),
    ...(given.runAs !== undefined && { runAs: given.runAs }),
    ...(given.doAs !== undefined && { doAs: given.doAs }),
  };
}
