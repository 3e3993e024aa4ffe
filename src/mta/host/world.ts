/** What all expansions of one configuration share: lookups and their files in memory, named lists, the system. */
import { type Clock, err, type Random, type Result, systemClock, systemRandom } from '../../base/index.ts';
import type { Resolver } from '../../core/dns/index.ts';
import {
  type AclPort,
  after,
  type ExpansionHost,
  expand,
  failed,
  type HeaderPort,
  isFailure,
  type Later,
  type LookupPort,
  type LookupQuestion,
  parseExpansion,
  type SystemPort,
  type Text,
} from '../expand/index.ts';
import { createLookups, isTaintedFile } from '../lookup/index.ts';
import type { NamesPort } from '../match/index.ts';
import { createNames } from '../names/index.ts';
import { AsUser } from './as-user/ask.ts';
import type { AskAsUser } from './as-user/types.ts';
import { type HostConfiguration, NO_CONFIGURATION, namedIn } from './configuration.ts';
import { createFunctions } from './functions.ts';
import { createListMemory } from './list-memory.ts';
import { Lists, type ListView, type SharedLists } from './lists.ts';
import { localAddressesOf } from './local-addresses.ts';
import { createSystem } from './system/index.ts';
import { useTimezone } from './timezone.ts';

export interface WorldOptions {
  readonly configuration?: HostConfiguration;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly system?: SystemPort;
  /** The DNS, made when it is first asked. */
  readonly resolver?: () => Later<Result<Resolver, { readonly message: string }>>;
  /** Names and addresses of hosts; default: those of the DNS and of the system. */
  readonly names?: NamesPort;
  /** The folder whose functions `dlfunc` calls. */
  readonly functionFolder?: string;
}

/** What an expansion sees from where it stands: a connection, a message, an address; or what a command was given. */
export interface View extends ListView {
  /** Undefined: it has none, and is the empty string. */
  readonly variable: (name: string) => Later<string | Text | undefined>;
  readonly set: (name: string, value: string) => void;
  readonly headers: HeaderPort;
  readonly acls?: AclPort;
  readonly checks?: () => Later<string>;
  /** Takes what Exim writes into the main and the panic log while it expands; undefined: the failure says it. */
  readonly trouble?: (message: string) => void;
  /** Default: those of the world. */
  readonly names?: NamesPort;
  /** Files, programs and sockets are another user's: he is asked for them. */
  readonly askAs?: AskAsUser;
}

export interface World {
  readonly names: NamesPort;
  readonly hostFor: (view: View) => ExpansionHost;
  /** Forgets answers of lookups; files in memory and connections stay. */
  readonly forget: () => void;
  /** Ends connections of lookups. */
  readonly close: () => Promise<void>;
}

export function createWorld(given: WorldOptions = {}): World {
  const { configuration = NO_CONFIGURATION, clock = systemClock, random = systemRandom } = given;
  const { options, lists } = configuration;
  useTimezone(options.timezone);
  const resolver = given.resolver ?? (() => err({ message: 'there is no DNS here' }));
  const names = given.names ?? namesOf(resolver, options);
  const system = given.system ?? createSystem(options);
  const named = namedIn(lists);
  const functions = given.functionFolder === undefined ? undefined : createFunctions(given.functionFolder);
  const localAddresses = localAddressesOf(options);
  let own: ExpansionHost | undefined; // for what is expanded on nobody's behalf: servers of lookups
  const lookups = createLookups({
    clock,
    resolver,
    option: (name) => options[name],
    expand: (text) => expand(parseExpansion(text), own!),
  });
  const shared: SharedLists = { named, localAddresses, memory: createListMemory(lists) };
  const hostFor = (view: View): ExpansionHost => {
    const user = view.askAs === undefined ? undefined : new AsUser(view.askAs, configuration);
    const noting = new NotingLookups(user?.lookups(lookups) ?? lookups, view);
    const host: ExpansionHost = {
      clock,
      random,
      variable: view.variable,
      headers: view.headers,
      lookups: view.trouble === undefined ? noting : new TellingLookups(noting, view),
      captures: NO_CAPTURES,
      lists: new Lists(shared, {
        host: () => host,
        lookups: noting,
        names: view.names ?? names,
        view,
      }),
      acls: view.acls ?? NO_ACLS,
      system: user?.system(system) ?? system,
      lastRun: { status: 0 },
      ...(options.strict_acl_vars === 'yes' && { strictAclVariables: true }),
      lastCheck: { result: '' },
      lastSrs: { recipient: undefined },
      ...(functions !== undefined && { functions }),
      ...(view.checks !== undefined && { checks: view.checks }),
    };
    return host;
  };
  own = hostFor({ variable: (name) => options[name], set: () => {}, headers: NO_HEADERS });
  return { hostFor, names, forget: lookups.forget, close: lookups.close };
}

/** What can be asked of others' lookups. */
abstract class OtherLookups implements LookupPort {
  protected readonly lookups: LookupPort;
  protected readonly view: View;

  constructor(lookups: LookupPort, view: View) {
    this.lookups = lookups;
    this.view = view;
  }

  style(type: string): ReturnType<LookupPort['style']> {
    return this.lookups.style(type);
  }

  kind(written: string): ReturnType<LookupPort['kind']> {
    return this.lookups.kind(written);
  }

  quote(type: string, text: string, option?: string): string | undefined {
    return this.lookups.quote(type, text, option);
  }

  abstract find(question: LookupQuestion): ReturnType<LookupPort['find']>;
}

/** Whether DNSSEC vouched for an answer, and whose entry LDAP found, is for variables to tell. */
class NotingLookups extends OtherLookups {
  find(question: LookupQuestion): ReturnType<LookupPort['find']> {
    return after(this.lookups.find(question), (answer) => {
      const { authenticated: vouched, distinguishedName } = isFailure(answer) ? {} : (answer.origin ?? {});
      if (distinguishedName !== undefined) this.view.set('ldap_dn', distinguishedName);
      if (vouched !== undefined) this.view.set('lookup_dnssec_authenticated', vouched ? 'yes' : 'no');
      return answer;
    });
  }
}

/** A file that was named from outside is for the log: as the reason of a failure Exim has nothing left but NULL. */
class TellingLookups extends OtherLookups {
  find(question: LookupQuestion): ReturnType<LookupPort['find']> {
    return after(this.lookups.find(question), (answer) => {
      if (!isFailure(answer) || !isTaintedFile(answer)) return answer;
      this.view.trouble?.(answer.message);
      return failed('NULL');
    });
  }
}

const namesOf = (resolver: NonNullable<WorldOptions['resolver']>, options: HostConfiguration['options']): NamesPort =>
  createNames({
    resolver,
    withoutIpv6: options.disable_ipv6 === 'yes',
    ...(options.host_lookup_order !== undefined && { order: options.host_lookup_order }),
  });

const NO_CAPTURES = (): readonly Text[] => [];
const NO_HEADERS: HeaderPort = { has: () => false, insert: () => ({ kind: 'text', text: '', tainted: false }) };

/** ACLs run where there is a session. */
const NO_ACLS: AclPort = { run: () => ({ outcome: 'error' }) };
