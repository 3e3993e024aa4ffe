/** What a driver cannot be without, what goes together, and whom it names. */
import type { DriverKind } from '../options/index.ts';
import { meaning, type ProblemParts, type Problems } from '../problems.ts';
import type { Configuration, Driver } from '../types.ts';
import { DRIVER_RULES, toldOf } from './driver-rules.ts';
import { driversOf } from './settings.ts';

export function checkDrivers(configuration: Configuration, problems: Problems): void {
  for (const driver of driversOf(configuration)) {
    for (const rule of DRIVER_RULES[`${driver.kind}/${driver.driver}`] ?? []) {
      const wrong = rule(driver);
      if (wrong === undefined) continue;
      const message = `${driver.kind} ${driver.name}: ${wrong.message}`;
      const told = wrong.told && toldOf(wrong.told, driver);
      const place = wrong.setting?.place ?? driver.place;
      problems.error('driver', place, message, { subject: driver.name, ...(told && { told }) });
    }
    for (const option of ROUTERS) checkRouterName(option, driver, configuration.routers, problems);
  }
  checkPublicNames(configuration, problems);
}

/** Exim takes a transport that there is not for a mistake of the moment: whoever would use it waits. */
export function checkTransportNames(configuration: Configuration, problems: Problems): void {
  for (const driver of driversOf(configuration))
    for (const option of TRANSPORTS)
      checkName({ option, kind: 'transport', known: configuration.transports }, driver, problems);
}

const ROUTERS = ['pass_router', 'redirect_router'];
const TRANSPORTS = [
  'transport',
  'file_transport',
  'directory_transport',
  'pipe_transport',
  'reply_transport',
  'shadow_transport',
];

/** Names with expansions in them are known later. A router that is passed to comes behind the one that passes. */
function checkRouterName(option: string, driver: Driver, routers: readonly Driver[], problems: Problems): void {
  const name = String(driver.settings.get(option)?.value ?? '');
  const at = routers.findIndex((one) => one.name === name);
  const told = (how: string) => ({ told: { text: `new_router "${name}" ${how} "${driver.name}" router` } });
  if (at < 0) checkName({ option, kind: 'router', known: routers }, driver, problems, told('not found for'));
  else if (option === 'pass_router' && at <= routers.indexOf(driver)) {
    const message = `router ${driver.name}: pass_router: "${name}" does not follow it`;
    problems.error('reference', driver.settings.get(option)!.place, message, {
      subject: driver.name,
      ...told('does not follow'),
    });
  }
}

interface Naming {
  readonly option: string;
  readonly kind: DriverKind;
  readonly known: readonly Driver[];
}

/** Names with expansions in them are known later. */
function checkName(
  { option, kind, known }: Naming,
  driver: Driver,
  problems: Problems,
  parts: ProblemParts = {},
): void {
  const setting = driver.settings.get(option);
  const name = String(setting?.value ?? '');
  if (setting === undefined || name === '' || name.includes('$') || known.some((one) => one.name === name)) return;
  const message = `${driver.kind} ${driver.name}: ${option}: there is no ${kind} called "${name.slice(0, 64)}"`;
  const near = meaning(
    name,
    known.map((one) => one.name),
  );
  problems.error('reference', setting.place, message, { subject: driver.name, ...near, ...parts });
}

/** Two servers, or two clients, for one name of AUTH (Exim spec ch. 33). */
function checkPublicNames({ authenticators }: Configuration, problems: Problems): void {
  for (const [side, isOne] of SIDES) {
    const seen = new Map<string, string>();
    for (const { name, place, settings } of authenticators.filter(isOne)) {
      const publicName = String(settings.get('public_name')?.value ?? name);
      const other = seen.get(publicName.toLowerCase());
      const message = `two ${side} authenticators (${other} and ${name}) have the same public name (${publicName})`;
      if (other !== undefined) problems.error('driver', place, message, { subject: name });
      seen.set(publicName.toLowerCase(), name);
    }
  }
}

const setsOneOf =
  (begin: string) =>
  ({ settings }: Driver): boolean =>
    [...settings.keys()].some((name) => name.startsWith(begin));

/** Plaintext serves by its condition alone. */
const isServer = (driver: Driver): boolean =>
  driver.driver === 'plaintext' ? driver.settings.has('server_condition') : setsOneOf('server_')(driver);

const SIDES = [
  ['server', isServer],
  ['client', setsOneOf('client_')],
] as const;
