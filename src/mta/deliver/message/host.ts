/** What expansions see of a message in the spool: its own variables and header behind those of the address at hand. */
import { after, type ExpansionHost, type Later, type Text } from '../../expand/index.ts';
import { readFact } from '../../facts/index.ts';
import { createHeaders, createVariables, type HeaderField } from '../../host/index.ts';
import type { AddressVariables } from '../../route/index.ts';
import type { OutgoingMessage } from '../../transport/index.ts';
import type { Line } from '../line.ts';
import type { DeliverPorts } from '../ports.ts';
import { readEnds } from './ends.ts';
import { storedFacts } from './facts.ts';

export type MessageHost = (variables: AddressVariables) => ExpansionHost;

/** @param visibleOctets  `message_body_visible` */
export function messageHost(
  message: OutgoingMessage,
  { world, hostConfiguration, primaryHostname }: Pick<DeliverPorts, 'world' | 'hostConfiguration' | 'primaryHostname'>,
  visibleOctets: number,
  line?: Line,
): MessageHost {
  const { stored } = message;
  const { options, file } = hostConfiguration;
  const facts = storedFacts(stored, primaryHostname);
  const base = createVariables({
    given: {},
    ofMessage: () => undefined,
    ofConfiguration: { primary_hostname: primaryHostname, ...options },
    ...(file !== undefined && { configFile: file }),
  });
  let ends: ReturnType<typeof readEnds> | undefined;
  const ofBody = (name: string): Later<string | undefined> => {
    ends ??= readEnds(message, visibleOctets);
    return ends.then(({ beginning, end }) => (name === 'message_body' ? beginning : end));
  };
  const ofMessage = (name: string): Later<string | Text | undefined> =>
    name === 'message_body' || name === 'message_body_end'
      ? ofBody(name)
      : (ofLine(name, line) ?? after(readFact(facts, name), (value) => value ?? base.read(name)));
  const headers = createHeaders(fieldsOf(stored.headers), options.headers_charset ?? 'UTF-8');
  return (variables) =>
    world.hostFor({
      variable: (name) => variables(name) ?? ofMessage(name),
      set: (name, value) => base.set(name, value, false),
      headers,
    });
}

/** `$atrn_mode` (P: we provide) and `$atrn_host`, for routers. */
function ofLine(name: string, line: Line | undefined): string | undefined {
  if (line === undefined) return undefined;
  if (name === 'atrn_mode') return 'P';
  return name === 'atrn_host' ? `[${line.host.address}]:${line.host.port}` : undefined;
}

const fieldsOf = (headers: OutgoingMessage['stored']['headers']): readonly HeaderField[] =>
  headers
    .filter(({ letter }) => letter !== '*')
    .map(({ text }) => {
      const colon = text.indexOf(':');
      return { name: text.slice(0, colon).trim().toLowerCase(), value: text.slice(colon + 1) };
    });
