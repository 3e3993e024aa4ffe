/** What expansions see of a message in the spool: its own variables and header behind those of the address at hand. */
import { type AclEffect, aclPort } from '../../acl/index.ts';
import { after, type ExpansionHost, type HeaderPort, type Later, type Text } from '../../expand/index.ts';
import { type Facts, readFact } from '../../facts/index.ts';
import {
  type AskAsUser,
  createHeaders,
  createVariables,
  type HeaderField,
  type HostConfiguration,
  type Variables,
} from '../../host/index.ts';
import { entry, type LogEntry, MAIN_AND_PANIC, partialIgnoredEntry, writtenEntry } from '../../log/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import type { OutgoingMessage } from '../../transport/index.ts';
import type { Line } from '../line.ts';
import type { DeliverPorts } from '../ports.ts';
import { readEnds, type Show } from './ends.ts';
import { storedFacts } from './facts.ts';

/** Of no address. */
export const NO_VARIABLES: AddressVariables = () => undefined;

/** @param askAs  whose files, programs and sockets it sees; absent: this process's own */
export type MessageHost = (variables: AddressVariables, askAs?: AskAsUser) => ExpansionHost;

type Ports = Pick<
  DeliverPorts,
  'configuration' | 'world' | 'hostConfiguration' | 'primaryHostname' | 'logFormat' | 'log'
>;

/**
 * Most messages go their way without being asked anything: what answers is made when it is.
 */
export function messageHost(
  message: OutgoingMessage,
  { configuration, world, hostConfiguration, primaryHostname, logFormat, log }: Ports,
  show: Show,
  line?: Line,
): MessageHost {
  const { stored } = message;
  let facts: Facts | undefined;
  let known: Variables | undefined;
  let ends: ReturnType<typeof readEnds> | undefined;
  let plain: ExpansionHost | undefined;
  const base = (): Variables => (known ??= baseVariables(hostConfiguration, primaryHostname));
  const ofBody = (name: string): Later<string | undefined> => {
    ends ??= readEnds(message, show);
    return ends.then(({ beginning, end }) => (name === 'message_body' ? beginning : end));
  };
  const factsOf = (): Facts => (facts ??= storedFacts(stored, primaryHostname));
  const ofMessage = (name: string): Later<string | Text | undefined> => {
    if (name === 'message_body' || name === 'message_body_end') return ofBody(name);
    const ofOurs = ofLine(name, line);
    if (ofOurs !== undefined) return ofOurs;
    return after(readFact(factsOf(), name), (value) => value ?? base().read(name));
  };
  const headers = headersOf(stored.headers, hostConfiguration.options.headers_charset ?? 'UTF-8');
  const take = (effects: readonly AclEffect[]): void => {
    for (const made of logged(effects, logFormat)) log(made, stored.id);
  };
  const tell = (trouble: string): void =>
    log(entry('trouble', { message: trouble }, trouble, MAIN_AND_PANIC), stored.id);
  const hostFor: MessageHost = (variables, askAs) => {
    const host: ExpansionHost = world.hostFor({
      variable: (name) => variables(name) ?? ofMessage(name),
      set: (name, value) => base().set(name, value, false),
      headers,
      trouble: tell,
      note: (note) => {
        if (note.kind === 'partial-ignored') log(partialIgnoredEntry(note), stored.id);
        else if ('message' in note) tell(note.message);
      },
      ...(askAs !== undefined && { askAs }),
      acls: aclPort(() => ({ configuration, phase: 'unknown', facts: factsOf(), host, services: {} }), take),
    });
    return host;
  };
  return (variables, askAs) => {
    if (variables !== NO_VARIABLES || askAs !== undefined) return hostFor(variables, askAs);
    plain ??= hostFor(variables);
    return plain;
  };
}

/** Options of a configuration as variables have them, which are the same for all its messages. */
const optionsOf = new WeakMap<HostConfiguration, Readonly<Record<string, string>>>();

function baseVariables(configuration: HostConfiguration, primaryHostname: string): Variables {
  const { options, file } = configuration;
  const known = optionsOf.get(configuration) ?? { primary_hostname: primaryHostname, ...options };
  optionsOf.set(configuration, known);
  return createVariables({
    given: {},
    ofMessage: () => undefined,
    ofConfiguration: known,
    ...(file !== undefined && { configFile: file }),
  });
}

function headersOf(stored: OutgoingMessage['stored']['headers'], charset: string): HeaderPort {
  let made: HeaderPort | undefined;
  const port = (): HeaderPort => (made ??= createHeaders(fieldsOf(stored), charset));
  return { has: (name) => port().has(name), insert: (name, form) => port().insert(name, form) };
}

/** There is no session any more that an ACL could change: what it writes into the log is all that it does. */
function logged(effects: readonly AclEffect[], logFormat: Ports['logFormat']): readonly LogEntry[] {
  return effects.flatMap((effect) =>
    effect.kind === 'log' ? [writtenEntry({ message: effect.text, targets: effect.logs }, logFormat)] : [],
  );
}

/** `$atrn_mode` (P: we provide) and `$atrn_host`, for routers. */
function ofLine(name: string, line: Line | undefined): string | undefined {
  if (line === undefined) return undefined;
  if (name === 'atrn_mode') return 'P';
  return name === 'atrn_host' ? `[${line.host.address}]:${line.host.port}` : undefined;
}

export const fieldsOf = (headers: OutgoingMessage['stored']['headers']): readonly HeaderField[] =>
  headers
    .filter(({ letter }) => letter !== '*')
    .map(({ text }) => {
      const colon = text.indexOf(':');
      return { name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1) };
    });
