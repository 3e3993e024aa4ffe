/** An expansion's host, composed of what the caller has: a message, variables, a configuration's options, the system. */
import { type AclPort, after, type ExpansionHost } from '../expand/index.ts';
import { createAcls } from './acls.ts';
import { givenResults } from './checks.ts';
import { NO_CONFIGURATION } from './configuration.ts';
import { createHeaders } from './headers.ts';
import { type MessageText, NO_MESSAGE } from './message.ts';
import { createPeerName } from './peer-name.ts';
import { createVariables, type Variables } from './variables.ts';
import { createWorld, type WorldOptions } from './world.ts';

export interface HostOptions extends WorldOptions {
  readonly message?: MessageText;
  /** Octet strings by name. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly acls?: AclPort;
  /** A message of the queue: its header, and what it says of variables, which counts for more than what is so by default. */
  readonly stored?: {
    readonly fields: MessageText['fields'];
    readonly variable: ExpansionHost['variable'];
  };
}

export interface CommandHost extends ExpansionHost {
  readonly set: Variables['set'];
  /** Macros that the configuration defines. */
  readonly macros: Readonly<Record<string, string>>;
  /** Ends connections of lookups. */
  readonly close: () => Promise<void>;
}

export function createHost(given: HostOptions = {}): CommandHost {
  const { message = NO_MESSAGE, stored, configuration = NO_CONFIGURATION, variables = {}, acls } = given;
  const { options, file, macros, whole } = configuration;
  const values = createVariables({
    given: variables,
    ofMessage: message.variable,
    ofConfiguration: options,
    ...(file !== undefined && { configFile: file }),
  });
  const world = createWorld(given);
  const own = acls === undefined ? createAcls(whole, () => host) : undefined;
  const port = acls ?? own?.port;
  const unstored = createPeerName(values, world.names);
  const known = stored === undefined ? unstored : behind(stored.variable, unstored);
  const host: ExpansionHost = world.hostFor({
    variable: own === undefined ? known : (name) => own.value(name) ?? known(name),
    set: (name, value) => values.set(name, value, false),
    headers: createHeaders((stored ?? message).fields, options.headers_charset ?? 'UTF-8'),
    checks: () => givenResults((name) => variables[name] ?? ''),
    ...(port !== undefined && { acls: port }),
  });
  return { ...host, set: values.set, macros, close: world.close };
}

/** Variables of ACLs may be set anew for the strings that follow. */
const behind =
  (stored: ExpansionHost['variable'], others: ExpansionHost['variable']): ExpansionHost['variable'] =>
  (name) => {
    const [first, second] = name.startsWith('acl_') ? [others, stored] : [stored, others];
    return after(first(name), (value) => value ?? second(name));
  };
