/** Deliveries under test: everything is the real thing but transports, which do as they are told, and time, which goes when it is told to. */
import { err, ok, seededRandom } from '../../../src/base/index.ts';
import { createNet } from '../../../src/core/net/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import {
  type Delivered,
  type DeliverPorts,
  deliverMessage,
  type How,
  runQueue,
} from '../../../src/mta/deliver/index.ts';
import { createWorld, hostConfiguration } from '../../../src/mta/host/index.ts';
import { type ArrivedMessage, createMemorySpool, type Spool } from '../../../src/mta/spool/index.ts';
import type { Delivery, DeliveryReport, GeneratedMessage, RecipientOutcome } from '../../../src/mta/transport/index.ts';

const MAIN =
  'primary_hostname = mx.example.org\nqualify_domain = example.org\nlocal_interfaces = 127.0.0.1\nlog_selector = -delay_delivery\n';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface Sent extends Omit<GeneratedMessage, 'text'> {
  readonly text: string;
  readonly atMs: number;
}

export interface Post {
  readonly ports: DeliverPorts;
  readonly spool: Spool;
  readonly log: string[];
  readonly sent: Sent[];
  /** What transports were given. */
  readonly deliveries: Delivery[];
  readonly arrive: (message: Partial<ArrivedMessage>, body?: string) => Promise<string>;
  readonly deliver: (id: string, how?: How) => Promise<Delivered>;
  readonly runQueue: (how?: How) => Promise<number>;
  readonly nowMs: () => number;
  readonly pass: (ms: number) => void;
}

/** What becomes of each recipient: a text stands for a delivery. */
export type Answer = (delivery: Delivery, address: string) => Partial<RecipientOutcome>;

export interface PostOptions {
  /** Sections behind the main one, and options of that one. */
  readonly main?: string;
  readonly sections: string;
  readonly answer?: Answer;
  readonly hosts?: (delivery: Delivery) => DeliveryReport['hosts'];
  readonly refusesReports?: boolean;
  readonly transcript?: readonly string[];
}

export function openPost({
  main = '',
  sections,
  answer = () => ({}),
  hosts = () => [],
  refusesReports,
  transcript,
}: PostOptions): Post {
  const read = readConfiguration({ text: `${MAIN}${main}\n${sections}` });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  const configuration = read.value;
  let now = Date.UTC(2026, 10, 26, 12);
  const clock = { now: () => new Date(now), monotonicMs: () => now };
  const spool = createMemorySpool({ clock });
  const known = hostConfiguration(configuration);
  const world = createWorld({ configuration: known, clock });
  const log: string[] = [];
  const sent: Sent[] = [];
  const deliveries: Delivery[] = [];
  let count = 0;
  const ports: DeliverPorts = {
    configuration,
    hostConfiguration: known,
    world,
    clock,
    random: seededRandom(5),
    primaryHostname: 'mx.example.org',
    net: createNet(),
    resolver: () => err({ message: 'there is no DNS here' }),
    web: () => createNet(),
    names: { addressesOf: () => [] },
    localAddresses: () => ['127.0.0.1'],
    searchDomains: () => [],
    spool,
    logFormat: { selectors: new Set(), topBits: false },
    log: ({ text }, id) => void log.push(id === undefined ? text : `${id} ${text}`),
    transport: async (delivery) => {
      deliveries.push(delivery);
      const outcomes = delivery.recipients.map(
        ({ address }): RecipientOutcome => ({
          address,
          status: 'delivered',
          tookMs: 0,
          ...answer(delivery, address),
        }),
      );
      return { outcomes, hosts: hosts(delivery), knowsAllHosts: true, ...(transcript !== undefined && { transcript }) };
    },
    submit: async ({ text, ...message }) => {
      if (refusesReports === true) return err({ message: 'no room' });
      let all = '';
      for await (const piece of text) all += Buffer.from(piece).toString('latin1');
      sent.push({ ...message, text: all, atMs: now });
      return ok({ id: `bounce-${sent.length}` });
    },
  };
  return {
    ports,
    spool,
    log,
    sent,
    deliveries,
    arrive: async (message, body = 'This is\nthe body.\n') => {
      count += 1;
      const id = `1ABCDE-00000${count}-00`;
      const writer = spool.begin(id);
      writer.write(Buffer.from(body, 'latin1'));
      const stored = await writer.commit({
        id,
        receivedAtMs: now,
        submitter: { login: 'mail', uid: 8, gid: 8 },
        sender: 'ann@example.net',
        recipients: [{ address: 'bob@example.org' }],
        headers: [
          { letter: 'F', text: 'From: ann@example.net\n' },
          { letter: ' ', text: 'Subject: hello\n' },
          { letter: 'I', text: 'Message-Id: <one@example.net>\n' },
        ],
        body: { lineCount: body.split('\n').length - 1, wireFormat: false },
        connection: { protocol: 'local' },
        ...message,
      });
      if (!stored.ok) throw new Error(stored.error.message);
      return id;
    },
    deliver: (id, how = {}) => deliverMessage(id, how, ports),
    runQueue: (how = {}) => runQueue({ how, atOnce: 1 }, ports),
    nowMs: () => now,
    pass: (ms) => {
      now += ms;
    },
  };
}
