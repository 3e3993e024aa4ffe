/** A world for ACLs without a session: facts out of a table's words, expansions that see them. */
import type { AclServices, AclSite, AclWorld } from '../../../src/mta/acl/index.ts';
import { type Configuration, readConfiguration } from '../../../src/mta/config/index.ts';
import type { ExpansionHost } from '../../../src/mta/expand/index.ts';
import {
  createAddress,
  createConnection,
  createMessage,
  type Facts,
  type HostName,
  readFact,
  setValue,
  type TlsFacts,
} from '../../../src/mta/facts/index.ts';
import { createHeaders, createVariables, createWorld, hostConfiguration } from '../../../src/mta/host/index.ts';
import type { NamesPort } from '../../../src/mta/match/index.ts';
import { fixedClock } from '../dns.ts';

/** `client=192.0.2.1`, `helo=`, `sender=`, `rcpt=`, `auth=`, `tls=version:cipher:bits`, `verified=yes`, `$name=value`. */
export type Settings = ReadonlyMap<string, string>;

export interface TestWorld {
  readonly world: AclWorld;
  readonly facts: Facts;
  readonly host: ExpansionHost;
  readonly clock: ReturnType<typeof fixedClock>;
  /** What services were asked, in words. */
  readonly asked: string[];
}

export function testConfiguration(text: string): Configuration {
  const read = readConfiguration({ text, name: 'table' });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  return read.value;
}

export function testWorld(
  configuration: Configuration,
  site: AclSite,
  settings: Settings,
  services: (asked: string[], settings: Settings) => AclServices,
): TestWorld {
  const clock = fixedClock();
  const asked: string[] = [];
  const facts = factsOf(settings, clock.now().getTime());
  const host = hostOf(configuration, facts, clock);
  for (const [name, value] of settings) if (name.startsWith('$')) setValue(facts, name.slice(1), value);
  const world: AclWorld = {
    ...{ configuration, phase: site, facts, host, traced: true },
    services: services(asked, new Map([...settings, ['now', String(clock.now().getTime())]])),
  };
  return { world, facts, host, clock, asked };
}

function factsOf(settings: Settings, startedMs: number): Facts {
  const word = (name: string): string | undefined => settings.get(name);
  const client = word('client') ?? '192.0.2.1';
  const connection = createConnection({ source: client === 'local' ? 'local' : 'smtp', startedMs });
  if (client !== 'local') connection.client = { address: client, port: 1234 };
  if (word('helo') !== undefined) connection.helo = { verb: 'EHLO', name: word('helo')! };
  if (word('ident') !== undefined) connection.ident = word('ident');
  if (word('auth') !== undefined) connection.auth = { authenticator: word('auth')!, publicName: 'PLAIN' };
  if (word('tls') !== undefined) connection.tls = tlsOf(word('tls')!, word('verified') === 'yes');
  const sender = word('sender');
  const rcpt = word('rcpt');
  const message = sender === undefined ? undefined : createMessage(sender, { unknown: [] });
  for (const address of word('rcpts')?.split(',') ?? [])
    message?.recipients.push({ address, parameters: { unknown: [] } });
  return {
    connection,
    ...(message !== undefined && { message }),
    ...(rcpt !== undefined && { address: createAddress(rcpt) }),
    lookUpName: () => nameOf(client),
    primaryHostname: 'mail.example.com',
    hostText: { withPort: false },
  };
}

/** Fields of the message at hand, as octets. */
export function addFields({ message }: Facts, fields: readonly string[]): void {
  if (message !== undefined) message.headers = fields.map((text) => ({ letter: ' ', text: `${text}\n` }));
}

function nameOf(client: string): HostName {
  if (client === '192.0.2.9') return { kind: 'deferred', message: 'no answer' };
  if (client === '192.0.2.7') return { kind: 'found', name: 'seven.example', dnssec: false };
  return { kind: 'failed', message: 'failed to find host name from IP address' };
}

function tlsOf(text: string, verified: boolean): TlsFacts {
  const [version = '', cipher = '', bits = '0'] = text.split(':');
  const more = { cipherStandard: cipher, bits: Number(bits), onConnect: false, ocsp: 0, resumption: 0 } as const;
  return { version, cipher, verified, ...more };
}

function hostOf(configuration: Configuration, facts: Facts, clock: TestWorld['clock']): ExpansionHost {
  const values = hostConfiguration(configuration);
  const own = createVariables({ given: {}, ofMessage: () => undefined, ofConfiguration: values.options });
  const world = createWorld({ configuration: values, clock, names: NAMES });
  return world.hostFor({
    variable: (name) => readFact(facts, name) ?? own.read(name),
    set: (name, value) => setValue(facts, name, value),
    headers: createHeaders(
      (facts.message?.headers ?? []).map(({ text }) => {
        const at = text.indexOf(':');
        return { name: text.slice(0, at).trim().toLowerCase(), value: text.slice(at + 1) };
      }),
      'UTF-8',
    ),
  });
}

/** One client with a name, and names that nobody can know just now. */
const NAMES: NamesPort = {
  addressesOf: (name) => (name === 'defer.example' ? undefined : name === 'client.example' ? ['192.0.2.1'] : []),
  namesOf: (address) => (address === '192.0.2.9' ? undefined : address === '192.0.2.1' ? ['client.example'] : []),
  mailExchangers: () => [],
};
