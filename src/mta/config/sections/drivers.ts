/** Routers, transports and authenticators: a name with a colon, then its options (Exim spec §6.19). */
import { readName, trimStart } from '../lines/characters.ts';
import type { LogicalLine, LogicalLines } from '../lines/logical.ts';
import type { Macros } from '../lines/macros.ts';
import { DRIVERS, type DriverKind, findOption, type OptionScope } from '../options/index.ts';
import { meaning, type Problems, quoted } from '../problems.ts';
import type { Driver, Place, Setting } from '../types.ts';
import { isMacroLine, readMacro } from './macro.ts';
import { readSetting, splitSetting } from './setting.ts';

interface Begun {
  readonly name: string;
  readonly place: Place;
  readonly settings: Map<string, Setting>;
  /** The driver is not one of ours, and has been told: its private options are not. */
  unknown: boolean;
}

export function readDrivers(
  kind: DriverKind,
  lines: LogicalLines,
  macros: Macros,
  problems: Problems,
): readonly Driver[] {
  const drivers: Driver[] = [];
  const names = new Set<string>();
  let begun: Begun | undefined;
  const finish = (): void => {
    const driver = begun === undefined ? undefined : finished(kind, begun, problems);
    if (driver !== undefined) drivers.push(driver);
    begun = undefined;
  };
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    if (isMacroLine(line.text)) {
      finish();
      readMacro(line, macros, problems);
    } else if (readName(line.text).rest.startsWith(':')) {
      finish();
      begun = begin(kind, line, names, problems);
    } else if (begun === undefined) problems.error('driver', line.place, missingName(kind, line.text));
    else readOption(kind, begun, line, problems);
  }
  finish();
  return drivers;
}

const missingName = (kind: DriverKind, text: string): string => `${kind} name missing before ${quoted(text)}`;

function begin(kind: DriverKind, { text, place }: LogicalLine, names: Set<string>, problems: Problems): Begun {
  const { name, rest } = readName(text);
  if (name === '') problems.error('driver', place, `${kind} name missing before ":"`);
  else if (names.has(name))
    problems.error('driver', place, `there are two ${kind}s called "${name}"`, { subject: name });
  names.add(name);
  if (trimStart(rest.slice(1)) !== '')
    problems.error('driver', place, `extra characters follow driver name ${name}`, { subject: name });
  return { name, place, settings: new Map(), unknown: false };
}

function readOption(kind: DriverKind, begun: Begun, line: LogicalLine, problems: Problems): void {
  const driver = begun.settings.get('driver')?.value;
  const known = driver === undefined || begun.unknown ? undefined : `${driver}`;
  const scopes: readonly OptionScope[] = known === undefined ? [kind] : [kind, `${kind}/${known}`];
  const name = splitSetting(line.text)?.name.replace(/^not?_/, '');
  if (begun.unknown && name !== undefined && findOption([kind], name) === undefined) return;
  const before = known === undefined ? ' ("driver" must be specified before any private options)' : '';
  const unknown = (written: string): string => `${kind} ${begun.name}: option "${written}" unknown${before}`;
  readSetting(line, { scopes, unknown, settings: begun.settings }, problems);
  if (driver === undefined && begun.settings.has('driver')) checkDriver(kind, begun, line.place, problems);
}

function checkDriver(kind: DriverKind, begun: Begun, place: Place, problems: Problems): void {
  const written = `${begun.settings.get('driver')?.value}`;
  if (DRIVERS[kind].includes(written)) return;
  begun.unknown = true;
  const message = `${kind} ${begun.name}: cannot find ${kind} driver "${written}"`;
  problems.error('driver', place, message, { subject: begun.name, ...meaning(written, DRIVERS[kind]) });
}

function finished(kind: DriverKind, { name, place, settings }: Begun, problems: Problems): Driver | undefined {
  const driver = settings.get('driver')?.value;
  if (driver !== undefined) return { kind, name, driver: `${driver}`, settings, place };
  problems.error('driver', place, `no driver defined for ${kind} "${name}"`, { subject: name });
  return undefined;
}
