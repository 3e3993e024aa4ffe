/** What a driver cannot be without, what goes together, and whom it names. */
import type { DriverKind } from '../options/index.ts';
import { meaning, type Problems } from '../problems.ts';
import type { Configuration, Driver } from '../types.ts';
import { driversOf } from './settings.ts';

export function checkDrivers(configuration: Configuration, problems: Problems): void {
  for (const driver of driversOf(configuration)) {
    const tell = (message: string): void =>
      problems.error('driver', driver.place, `${driver.kind} ${driver.name}: ${message}`, { subject: driver.name });
    for (const rule of RULES[`${driver.kind}/${driver.driver}`] ?? []) {
      const wrong = rule(driver);
      if (wrong !== undefined) tell(wrong);
    }
    checkReferences(driver, configuration, problems);
  }
  checkPublicNames(configuration, problems);
}

/** @returns what is wrong, if something is */
type Rule = (driver: Driver) => string | undefined;

/** Set to nothing (`data =`) is set, for Exim too. */
const has = ({ settings }: Driver, name: string): boolean => {
  const value = settings.get(name)?.value;
  return value !== undefined && value !== false;
};

const needs =
  (name: string): Rule =>
  (driver) =>
    has(driver, name) ? undefined : `"${name}" must be set`;

const needsTransport: Rule = (driver) =>
  has(driver, 'transport') || has(driver, 'verify_only') ? undefined : 'a transport is required for this router';

const oneOf =
  (first: string, second: string): Rule =>
  (driver) => {
    if (has(driver, first) && has(driver, second)) return `only one of "${first}" or "${second}" must be specified`;
    return has(driver, first) || has(driver, second) ? undefined : `one of "${first}" or "${second}" must be specified`;
  };

const notBoth =
  (first: string, second: string): Rule =>
  (driver) =>
    has(driver, first) && has(driver, second) ? `only one of "${first}" or "${second}" can be specified` : undefined;

const oneTimeAlone: Rule = (driver) =>
  has(driver, 'one_time') && ['headers_add', 'headers_remove'].some((name) => has(driver, name))
    ? '"headers_add" and "headers_remove" are not permitted with "one_time"'
    : undefined;

/** A number brings no group along. */
const userWithGroup: Rule = (driver) =>
  /^\d+$/.test(String(driver.settings.get('user')?.value ?? '')) && !has(driver, 'group')
    ? '"user" is a number, and "group" must be set with it'
    : undefined;

const asOneAlone: Rule = (driver) =>
  has(driver, 'pipe_as_creator') && ['user', 'group'].some((name) => has(driver, name))
    ? '"user" and "group" are not permitted with "pipe_as_creator"'
    : undefined;

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'router/accept': [needsTransport],
  'router/dnslookup': [needsTransport],
  'router/ipliteral': [needsTransport],
  'router/iplookup': [needs('hosts')],
  'router/manualroute': [oneOf('route_list', 'route_data')],
  'router/queryprogram': [needs('command'), needs('command_user')],
  'router/redirect': [oneOf('data', 'file'), oneTimeAlone],
  'transport/appendfile': [notBoth('file', 'directory'), userWithGroup],
  'transport/autoreply': [userWithGroup],
  'transport/lmtp': [oneOf('command', 'socket'), userWithGroup],
  'transport/pipe': [userWithGroup, asOneAlone],
  'transport/queuefile': [userWithGroup],
};

const ROUTERS = ['pass_router', 'redirect_router'];
const TRANSPORTS = [
  'transport',
  'file_transport',
  'directory_transport',
  'pipe_transport',
  'reply_transport',
  'shadow_transport',
];

/** Names with expansions in them are known later. */
function checkReferences(driver: Driver, { routers, transports }: Configuration, problems: Problems): void {
  const check = (option: string, kind: DriverKind, known: readonly Driver[]): void => {
    const setting = driver.settings.get(option);
    const name = String(setting?.value ?? '');
    if (setting === undefined || name === '' || name.includes('$') || known.some((one) => one.name === name)) return;
    const message = `${driver.kind} ${driver.name}: ${option}: there is no ${kind} called "${name.slice(0, 64)}"`;
    const near = meaning(
      name,
      known.map((one) => one.name),
    );
    problems.error('reference', setting.place, message, { subject: driver.name, ...near });
  };
  for (const option of ROUTERS) check(option, 'router', routers);
  for (const option of TRANSPORTS) check(option, 'transport', transports);
}

/** Two servers for one name of AUTH (Exim spec ch. 33). */
function checkPublicNames({ authenticators }: Configuration, problems: Problems): void {
  const seen = new Map<string, string>();
  for (const { name, place, settings } of authenticators.filter(isServer)) {
    const publicName = String(settings.get('public_name')?.value ?? name);
    const other = seen.get(publicName.toLowerCase());
    if (other !== undefined)
      problems.error(
        'driver',
        place,
        `two server authenticators (${other} and ${name}) have the same public name (${publicName})`,
        { subject: name },
      );
    seen.set(publicName.toLowerCase(), name);
  }
}

const isServer = ({ settings }: Driver): boolean => [...settings.keys()].some((name) => name.startsWith('server_'));
