/** What a driver cannot be without, what goes together, and whom it names. */
import type { DriverKind } from '../options/index.ts';
import { meaning, type Problems } from '../problems.ts';
import type { Configuration, Driver } from '../types.ts';
import { DRIVER_RULES } from './driver-rules.ts';
import { driversOf } from './settings.ts';

export function checkDrivers(configuration: Configuration, problems: Problems): void {
  for (const driver of driversOf(configuration)) {
    for (const rule of DRIVER_RULES[`${driver.kind}/${driver.driver}`] ?? []) {
      const wrong = rule(driver);
      if (wrong === undefined) continue;
      const message = `${driver.kind} ${driver.name}: ${wrong.message}`;
      problems.error('driver', wrong.setting?.place ?? driver.place, message, { subject: driver.name });
    }
    for (const option of ROUTERS) checkName({ option, kind: 'router', known: configuration.routers }, driver, problems);
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

interface Naming {
  readonly option: string;
  readonly kind: DriverKind;
  readonly known: readonly Driver[];
}

/** Names with expansions in them are known later. */
function checkName({ option, kind, known }: Naming, driver: Driver, problems: Problems): void {
  const setting = driver.settings.get(option);
  const name = String(setting?.value ?? '');
  if (setting === undefined || name === '' || name.includes('$') || known.some((one) => one.name === name)) return;
  const message = `${driver.kind} ${driver.name}: ${option}: there is no ${kind} called "${name.slice(0, 64)}"`;
  const near = meaning(
    name,
    known.map((one) => one.name),
  );
  problems.error('reference', setting.place, message, { subject: driver.name, ...near });
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
