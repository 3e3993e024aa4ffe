/** An expansion's host, composed of what the caller has: a message, variables, a configuration's options, the system. */
import { type Clock, type Random, systemClock, systemRandom } from '../../base/index.ts';
import {
  type AclPort,
  type ExpansionHost,
  failed,
  type ListPort,
  type LookupPort,
  type SystemPort,
} from '../expand/index.ts';
import { createHeaders } from './headers.ts';
import { type MessageText, NO_MESSAGE } from './message.ts';
import { createSystem } from './system/index.ts';
import { createVariables, type Variables } from './variables.ts';

export interface HostOptions {
  readonly message?: MessageText;
  /** Octet strings by name. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Main options that are set, as text. */
  readonly options?: Readonly<Record<string, string>>;
  readonly configFile?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly lists?: ListPort;
  readonly lookups?: LookupPort;
  readonly acls?: AclPort;
  readonly system?: SystemPort;
}

export interface CommandHost extends ExpansionHost {
  readonly set: Variables['set'];
}

export function createHost(given: HostOptions = {}): CommandHost {
  const { message = NO_MESSAGE, variables = {}, options = {}, configFile } = given;
  const values = createVariables({
    given: variables,
    ofMessage: message.variable,
    ofConfiguration: options,
    ...(configFile !== undefined && { configFile }),
  });
  return {
    clock: given.clock ?? systemClock,
    random: given.random ?? systemRandom,
    variable: values.read,
    set: values.set,
    headers: createHeaders(message.fields, options['headers_charset'] ?? 'UTF-8'),
    lists: given.lists ?? NO_LISTS,
    lookups: given.lookups ?? NO_LOOKUPS,
    acls: given.acls ?? NO_ACLS,
    system: given.system ?? createSystem(options),
  };
}

const NO_LISTS: ListPort = { match: () => ({ matched: false }), named: () => undefined };
const NO_LOOKUPS: LookupPort = {
  style: () => undefined,
  find: ({ type }) => failed(`unknown lookup type "${type}"`),
  quote: () => undefined,
};
const NO_ACLS: AclPort = { run: () => ({ outcome: 'error' }) };
