/** Transports under test: one as text, a message in memory, and hosts to deliver to. */
import { err, ok, type Result, seededRandom, systemClock } from '../../src/base/index.ts';
import type { Resolver } from '../../src/core/dns/index.ts';
import { createNet } from '../../src/core/net/index.ts';
import { readConfiguration } from '../../src/mta/config/index.ts';
import type { Later } from '../../src/mta/expand/index.ts';
import { createVariables, createWorld, hostConfiguration } from '../../src/mta/host/index.ts';
import type { RoutedHost } from '../../src/mta/route/index.ts';
import { createMemorySpool, type StoredBody, type StoredMessage } from '../../src/mta/spool/index.ts';
import type {
  Delivery,
  DeliveryRecipient,
  OutgoingMessage,
  TransportEvent,
  TransportWorld,
} from '../../src/mta/transport/index.ts';

export interface Transporting {
  /** Of the main section. */
  readonly main?: string;
  /** Options of the transport `t`. */
  readonly transport: string;
  readonly driver?: string;
  readonly authenticators?: string;
  readonly addresses?: (name: string) => readonly string[] | undefined;
  readonly resolver?: Resolver;
  readonly searchDomains?: readonly string[];
  readonly localAddresses?: readonly string[];
  readonly mayTry?: TransportWorld['mayTry'];
  readonly web?: TransportWorld['web'];
  readonly event?: (event: TransportEvent) => Later<string | undefined>;
}

const MAIN = 'primary_hostname = mail.example.com\nqualify_domain = example.com\n';

export interface Transported {
  readonly world: TransportWorld;
  readonly logged: string[];
  delivery(more?: Partial<Delivery> & { readonly text?: string; readonly stored?: Partial<StoredMessage> }): Delivery;
}

/** A mistake in the configuration throws. */
export function transporting(given: Transporting): Transported {
  const { main = '', driver = 'smtp', authenticators = '' } = given;
  const text = `${MAIN}${main}\nbegin transports\nt:\n  driver = ${driver}\n${given.transport}\nbegin authenticators\n${authenticators}\n`;
  const read = readConfiguration({ text });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  const configuration = read.value;
  const [transport] = configuration.transports;
  const logged: string[] = [];
  const { addresses = () => [], localAddresses = [] } = given;
  const world = worldFor(given, { configuration, logged, addresses, localAddresses });
  return {
    world,
    logged,
    delivery: ({ text: message = 'Subject: test\n\nbody\n', stored = {}, ...more } = {}) => ({
      transport: transport!,
      message: messageOf(message, stored),
      sender: 'sender@example.com',
      recipients: [recipient('a@x.test')],
      hosts: [],
      facts: {},
      props: { headersAdd: [], headersRemove: [], variables: new Map() },
      router: 'r',
      ...more,
    }),
  };
}

export function recipient(address: string, more: Partial<DeliveryRecipient> = {}): DeliveryRecipient {
  const at = address.lastIndexOf('@');
  return { address, localPart: address.slice(0, at), domain: address.slice(at + 1), original: address, ...more };
}

export const hostAt = (address: string, port: number, more: Partial<RoutedHost> = {}): RoutedHost => ({
  name: address,
  address,
  port,
  ...more,
});

interface Parts {
  readonly configuration: TransportWorld['configuration'];
  readonly logged: string[];
  readonly addresses: (name: string) => readonly string[] | undefined;
  readonly localAddresses: readonly string[];
}

function worldFor(given: Transporting, { configuration, logged, addresses, localAddresses }: Parts): TransportWorld {
  const shared = hostConfiguration(configuration);
  const { resolver, mayTry = () => 'now', event } = given;
  const open = (): Result<Resolver, { readonly message: string }> =>
    resolver === undefined ? err({ message: 'there is no DNS here' }) : ok(resolver);
  const expansions = createWorld({ configuration: shared, random: seededRandom(3), resolver: open });
  const variables = createVariables({ given: {}, ofMessage: () => undefined, ofConfiguration: shared.options });
  const spool = createMemorySpool({ clock: systemClock });
  return {
    configuration,
    host: (message, own, askAs) =>
      expansions.hostFor({
        variable: (name) => own(name) ?? (name === 'sender_address' ? message.stored.sender : variables.read(name)),
        set: () => {},
        headers: { has: () => false, insert: () => ({ kind: 'text', text: '', tainted: false }) },
        ...(askAs !== undefined && { askAs }),
      }),
    net: createNet(),
    web: given.web ?? (() => createNet()),
    clock: systemClock,
    random: seededRandom(1),
    resolver: open,
    names: { addressesOf: addresses },
    searchDomains: () => given.searchDomains ?? [],
    localAddresses: () => localAddresses,
    hints: (namespace) => spool.hints(namespace),
    mayTry,
    submit: async () => ok({ id: 'none' }),
    log: (line) => void logged.push(line),
    ...(event !== undefined && { event }),
  };
}

function messageOf(text: string, more: Partial<StoredMessage>): OutgoingMessage {
  const end = text.indexOf('\n\n');
  const [header, body] = [text.slice(0, end + 1), text.slice(end + 2)];
  const octets = Buffer.from(body, 'latin1');
  const stored: StoredMessage = {
    id: '1abcde-000000-00',
    receivedAtMs: 0,
    submitter: { login: 'root', uid: 0, gid: 0 },
    sender: 'sender@example.com',
    recipients: [],
    progress: [],
    manualThaw: false,
    warnings: 0,
    firstDelivery: true,
    headers: header
      .match(/.*\n(?:[ \t].*\n)*/g)!
      .filter((one) => one !== '')
      .map((one) => ({ letter: ' ', text: one })),
    body: { lineCount: body.split('\n').length - 1, wireFormat: false },
    connection: {},
    bodyOctets: octets.length,
    ...more,
  };
  const kept: StoredBody = {
    octets: octets.length,
    async *chunks() {
      if (octets.length > 0) yield octets;
    },
    close: async () => {},
  };
  return { stored, body: async () => ok(kept) };
}
