/** What all connections of a configuration share. */
import type { LenientAddress, LenientReading, SessionConfig } from '../../core/smtp/index.ts';
import { type Authenticators, createAuthenticators } from '../auth/index.ts';
import { type Configuration, mailboxOptions } from '../config/index.ts';
import type { Facts } from '../facts/index.ts';
import { createVariables } from '../host/index.ts';
import { readMailbox } from '../mailbox/index.ts';
import { asksOf, type Occasions } from './asks.ts';
import { Options } from './options.ts';
import type { ReceptionPorts } from './ports.ts';
import { StoreTrouble } from './store-trouble.ts';

export interface Shared {
  readonly ports: ReceptionPorts;
  readonly options: Options;
  /** What sessions ask policy. */
  readonly asks: SessionConfig['asks'];
  /** Variables of the configuration and the process, the last to be asked. */
  readonly base: ReturnType<typeof createVariables>;
  readonly authenticators: Authenticators;
  /** How log lines and variables write who a client is. */
  readonly hostText: Facts['hostText'];
  /** An address as a client may write it here. */
  readonly readAddress: NonNullable<SessionConfig['readAddress']>;
  /** Whether messages can be stored just now, and what was said of it. */
  readonly storeTrouble: StoreTrouble;
  /** Lists of public suffixes by their files, each read once. */
  readonly suffixes: <T>(file: string, read: () => Promise<T>) => Promise<T>;
}

export function createShared(ports: ReceptionPorts): Shared {
  const { options, file } = ports.hostConfiguration;
  const base = createVariables({
    given: {},
    ofMessage: () => undefined,
    ofConfiguration: { primary_hostname: ports.primaryHostname, ...options },
    ...(file !== undefined && { configFile: file }),
  });
  const authenticators = createAuthenticators(ports.configuration);
  const read = new Options(ports.configuration);
  const readAddress: Shared['readAddress'] = (text, how) => readLeniently(ports.configuration, text, how);
  const storeTrouble = new StoreTrouble(() => ports.clock.monotonicMs());
  const { selectors } = ports.logFormat;
  const hostText = { withPort: selectors.has('incoming_port'), withInterface: selectors.has('incoming_interface') };
  const asks = asksOf(read, occasionsOf(ports.configuration));
  const suffixes = keepByName();
  return { ports, options: read, asks, base, authenticators, hostText, readAddress, storeTrouble, suffixes };
}

const occasionsOf = ({ authenticators, rewrite }: Configuration): Occasions => ({
  authenticates: authenticators.length > 0,
  rewrites: rewrite.some(({ flags }) => flags.includes('S')),
});

/** Exim takes more than RFC 5321 §4.1.2 lets a client write: comments, names before brackets, letters of any kind. */
function readLeniently(
  configuration: Configuration,
  text: string,
  { utf8, mayBeNull }: LenientReading,
): LenientAddress | string {
  const usual = mailboxOptions(configuration);
  return readMailbox(text, { ...usual, bareLiterals: true, mayBeNull, utf8Domains: utf8 || usual.utf8Domains });
}

function keepByName(): Shared['suffixes'] {
  const kept = new Map<string, Promise<unknown>>();
  return <T>(name: string, read: () => Promise<T>) => {
    const known = (kept.get(name) as Promise<T> | undefined) ?? read();
    kept.set(name, known);
    return known;
  };
}
