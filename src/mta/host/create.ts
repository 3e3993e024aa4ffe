/** An expansion's host, composed of what the caller has: a message, variables, a configuration's options, the system. */
import { type Clock, err, type Random, type Result, systemClock, systemRandom } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import {
  type AclPort,
  type ExpansionHost,
  expand,
  type Later,
  parseExpansion,
  type SystemPort,
} from '../expand/index.ts';
import { createLookups } from '../lookup/index.ts';
import type { NamesPort } from '../match/index.ts';
import { type HostConfiguration, NO_CONFIGURATION, namedIn } from './configuration.ts';
import { createFunctions } from './functions.ts';
import { createHeaders } from './headers.ts';
import { createLists } from './lists.ts';
import { type MessageText, NO_MESSAGE } from './message.ts';
import { createSystem } from './system/index.ts';
import { createVariables, type Variables } from './variables.ts';

export interface HostOptions {
  readonly message?: MessageText;
  /** Octet strings by name. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly configuration?: HostConfiguration;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly acls?: AclPort;
  readonly system?: SystemPort;
  /** The DNS, made when it is first asked. */
  readonly resolver?: () => Later<Result<Resolver, { readonly message: string }>>;
  readonly names?: NamesPort;
  /** The folder whose functions `dlfunc` calls. */
  readonly functionFolder?: string;
}

export interface CommandHost extends ExpansionHost {
  readonly set: Variables['set'];
  /** Macros that the configuration defines. */
  readonly macros: Readonly<Record<string, string>>;
  /** Ends connections of lookups. */
  readonly close: () => Promise<void>;
}

export function createHost(given: HostOptions = {}): CommandHost {
  const { message = NO_MESSAGE, configuration = NO_CONFIGURATION, clock = systemClock } = given;
  const { options, file } = configuration;
  const values = createVariables({
    given: given.variables ?? {},
    ofMessage: message.variable,
    ofConfiguration: options,
    ...(file !== undefined && { configFile: file }),
  });
  const lookups = createLookups({
    clock,
    resolver: given.resolver ?? (() => err({ message: 'there is no DNS here' })),
    option: (name) => options[name],
    expand: (text) => expand(parseExpansion(text), host),
    authenticated: (vouched) => values.set('lookup_dnssec_authenticated', vouched ? 'yes' : 'no', false),
  });
  const named = namedIn(configuration.lists);
  const host: CommandHost = {
    clock,
    random: given.random ?? systemRandom,
    variable: values.read,
    set: values.set,
    macros: configuration.macros,
    headers: createHeaders(message.fields, options.headers_charset ?? 'UTF-8'),
    lists: createLists({
      primaryHostname: () => textOfVariable(values.read('primary_hostname')),
      named,
      lookups,
      names: given.names ?? NO_NAMES,
    }),
    lookups,
    lastRun: { status: 0 },
    ...(given.functionFolder !== undefined && { functions: createFunctions(given.functionFolder) }),
    acls: given.acls ?? NO_ACLS,
    system: given.system ?? createSystem(options),
    close: lookups.close,
  };
  return host;
}

const textOfVariable = (value: ReturnType<Variables['read']>): string =>
  typeof value === 'string' ? value : (value?.text ?? '');

/** Nobody can know. */
const NO_NAMES: NamesPort = {
  addressesOf: () => undefined,
  namesOf: () => undefined,
  mailExchangers: () => undefined,
};

/** ACLs run where there is a session. */
const NO_ACLS: AclPort = { run: () => ({ outcome: 'error' }) };
