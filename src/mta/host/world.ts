/** What all expansions of one configuration share: lookups and their files in memory, named lists, the system. */
import { type Clock, err, type Random, type Result, systemClock, systemRandom } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import {
  type AclPort,
  after,
  type ExpansionHost,
  expand,
  type HeaderPort,
  isFailure,
  type Later,
  type LookupPort,
  parseExpansion,
  type SystemPort,
  type Text,
} from '../expand/index.ts';
import { createLookups } from '../lookup/index.ts';
import type { NamesPort } from '../match/index.ts';
import { type HostConfiguration, NO_CONFIGURATION, namedIn } from './configuration.ts';
import { createFunctions } from './functions.ts';
import { createLists } from './lists.ts';
import { createSystem } from './system/index.ts';

export interface WorldOptions {
  readonly configuration?: HostConfiguration;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly system?: SystemPort;
  /** The DNS, made when it is first asked. */
  readonly resolver?: () => Later<Result<Resolver, { readonly message: string }>>;
  readonly names?: NamesPort;
  /** The folder whose functions `dlfunc` calls. */
  readonly functionFolder?: string;
}

/** What an expansion sees from where it stands: a connection, a message, an address; or what a command was given. */
export interface View {
  /** Undefined: it has none, and is the empty string. */
  readonly variable: (name: string) => Later<string | Text | undefined>;
  readonly set: (name: string, value: string) => void;
  readonly headers: HeaderPort;
  readonly acls?: AclPort;
  readonly checks?: () => Later<string>;
}

export interface World {
  readonly hostFor: (view: View) => ExpansionHost;
  /** Forgets answers of lookups; files in memory and connections stay. */
  readonly forget: () => void;
  /** Ends connections of lookups. */
  readonly close: () => Promise<void>;
}

export function createWorld(given: WorldOptions = {}): World {
  const { configuration = NO_CONFIGURATION, clock = systemClock, random = systemRandom, names = NO_NAMES } = given;
  const { options, lists } = configuration;
  const system = given.system ?? createSystem(options);
  const named = namedIn(lists);
  const functions = given.functionFolder === undefined ? undefined : createFunctions(given.functionFolder);
  let own: ExpansionHost | undefined; // for what is expanded on nobody's behalf: servers of lookups
  const lookups = createLookups({
    clock,
    resolver: given.resolver ?? (() => err({ message: 'there is no DNS here' })),
    option: (name) => options[name],
    expand: (text) => expand(parseExpansion(text), own!),
  });
  const hostFor = (view: View): ExpansionHost => {
    const seen = noting(lookups, view);
    const host: ExpansionHost = {
      clock,
      random,
      variable: view.variable,
      headers: view.headers,
      lookups: seen,
      lists: createLists({ host: () => host, named, lookups: seen, names }),
      acls: view.acls ?? NO_ACLS,
      system,
      lastRun: { status: 0 },
      ...(functions !== undefined && { functions }),
      ...(view.checks !== undefined && { checks: view.checks }),
    };
    return host;
  };
  own = hostFor({ variable: (name) => options[name], set: () => {}, headers: NO_HEADERS });
  return { hostFor, forget: lookups.forget, close: lookups.close };
}

/** Whether DNSSEC vouched for an answer is for a variable to tell. */
const noting = (lookups: LookupPort, view: View): LookupPort => ({
  ...lookups,
  find: (question) =>
    after(lookups.find(question), (answer) => {
      const vouched = isFailure(answer) ? undefined : answer.origin?.authenticated;
      if (vouched !== undefined) view.set('lookup_dnssec_authenticated', vouched ? 'yes' : 'no');
      return answer;
    }),
});

/** Nobody can know. */
const NO_NAMES: NamesPort = {
  addressesOf: () => undefined,
  namesOf: () => undefined,
  mailExchangers: () => undefined,
};

const NO_HEADERS: HeaderPort = { has: () => false, insert: () => ({ kind: 'text', text: '', tainted: false }) };

/** ACLs run where there is a session. */
const NO_ACLS: AclPort = { run: () => ({ outcome: 'error' }) };
