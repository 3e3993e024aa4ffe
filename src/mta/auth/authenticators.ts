/** The authenticators of a configuration, as a server uses them. */
import { type Configuration, type Driver, driverValue } from '../config/index.ts';
import { after, expandOption, type Later, type Outcome } from '../expand/index.ts';
import { badBase64, cancelled, stepOf, wrong } from './outcome.ts';
import { findDriver } from './registry.ts';
import type { AuthRefused, AuthStep, AuthWorld, Instance, ServerDriver } from './types.ts';

export interface Authenticators {
  /** Public names, in capitals, of all that a client may name, whatever it is shown. */
  readonly mechanisms: readonly string[];
  /** Public names, in capitals, of what this client is to see, in the order of the configuration. */
  advertised(world: AuthWorld): Later<readonly string[]>;
  /**
   * The first step. Undefined: there is no such mechanism, or this client was not told of it; `unadvertised` tries those, too.
   *
   * @param initial what came with AUTH, decoded; undefined: nothing, empty: `=`
   */
  begin(mechanism: string, world: AuthWorld, initial?: Uint8Array, unadvertised?: boolean): Later<AuthStep | undefined>;
  /** Once after a handshake with a certificate that holds: what the tls authenticator says, where there is one. */
  afterHandshake(world: AuthWorld): Later<AuthStep | undefined>;
  /** What the log says where the client gave up, or sent no base64: by the mechanism that was begun. */
  broken(mechanism: string, how: 'cancelled' | 'bad-base64'): AuthRefused;
  /** `server_mail_auth_condition` of an instance; true where there is none. */
  mailAuth(authenticator: string, world: AuthWorld): Later<boolean>;
}

export function createAuthenticators(configuration: Configuration): Authenticators {
  const servers = configuration.authenticators.flatMap(serverOf);
  const offered = servers.filter(({ row }) => row.isAdvertised);
  const byMechanism = (mechanism: string): readonly Server[] =>
    offered.filter(({ instance }) => instance.publicName.toLowerCase() === mechanism.toLowerCase());
  const start = ({ row, instance }: Server, world: AuthWorld, initial?: Uint8Array): Later<AuthStep> =>
    stepOf(instance, world, row.begin(instance, world, initial));
  return {
    mechanisms: namesOf(offered),
    advertised: (world) => after(visible(offered, world), namesOf),
    begin: (mechanism, world, initial, unadvertised = false) => {
      const all = byMechanism(mechanism);
      const chosen = unadvertised ? all : visible(all, world);
      return after(chosen, ([first]) => (first === undefined ? undefined : start(first, world, initial)));
    },
    afterHandshake: (world) => {
      const server = servers.find(({ row }) => row.name === 'tls');
      return server === undefined ? undefined : start(server, world);
    },
    broken: (mechanism, how) => {
      const server = byMechanism(mechanism)[0];
      const name = server?.instance.name ?? mechanism;
      if (server?.row.takesAnything === true) return wrong(name);
      return how === 'cancelled' ? cancelled(name) : badBase64(name);
    },
    mailAuth: (authenticator, world) => {
      const server = servers.find(({ instance }) => instance.name === authenticator);
      return server === undefined ? true : holds(server.instance, 'server_mail_auth_condition', world);
    },
  };
}

interface Server {
  readonly row: ServerDriver;
  readonly instance: Instance;
}

function serverOf(driver: Driver): readonly Server[] {
  const row = findDriver(driver.driver);
  if (row === undefined) return [];
  const instance = instanceOf(driver);
  return row.isServer(instance) ? [{ row, instance }] : [];
}

export function instanceOf(driver: Driver): Instance {
  const option = (name: string): string | undefined => {
    const value = driverValue(driver, name);
    return value === undefined ? undefined : String(value);
  };
  return {
    name: driver.name,
    publicName: option('public_name') ?? driver.name,
    driver,
    option,
    flag: (name) => option(name) === 'true',
  };
}

const namesOf = (servers: readonly Server[]): readonly string[] => [
  ...new Set(servers.map(({ instance }) => instance.publicName.toUpperCase())),
];

/** Those that can be had here and whose `server_advertise_condition` holds, asked one after the other. */
function visible(servers: readonly Server[], world: AuthWorld): Later<readonly Server[]> {
  const [first, ...others] = servers;
  if (first === undefined) return [];
  return after(isVisible(first, world), (isSeen) =>
    after(visible(others, world), (rest) => (isSeen ? [first, ...rest] : rest)),
  );
}

const isVisible = ({ row, instance }: Server, world: AuthWorld): Later<boolean> =>
  row.isPossible?.(instance, world) === false ? false : holds(instance, 'server_advertise_condition', world);

/** One that is not there holds; one that cannot be expanded does not, and is complained of. */
function holds(
  { name, option }: Instance,
  which: 'server_advertise_condition' | 'server_mail_auth_condition',
  { host, complain }: AuthWorld,
): Later<boolean> {
  const condition = option(which);
  if (condition === undefined) return true;
  return after(expandOption(condition, host), (outcome) => {
    if (outcome.kind !== 'text' && outcome.kind !== 'forced-fail')
      complain?.(`failed to expand condition "${condition}" for ${name} authenticator: ${outcome.message}`);
    return isTrue(outcome);
  });
}

/** Not empty, 0, no or false. */
const isTrue = (outcome: Outcome): boolean => outcome.kind === 'text' && !/^(?:|0|no|false)$/i.test(outcome.text);
