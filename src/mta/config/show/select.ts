/** What `config show` is asked for, in the words of `-bP` (Exim spec §5.2): options, lists, drivers, macros. */
import { type DriverKind, findOption, optionsOf } from '../options/index.ts';
import type { Configuration, Driver, NamedList, NamedListKind, Setting } from '../types.ts';
import { driverDefault, mainDefault } from './defaults.ts';
import type { ListedLine } from './listing.ts';
import { NOT_DISPLAYABLE, type Shown, showOption } from './print.ts';
import { isListed } from './unlisted.ts';

/** What one word, or one pair of words, came to. */
export interface ShownGroup {
  readonly kind: 'options' | 'driver' | 'list' | 'macros' | 'names' | 'file' | 'listing' | 'unknown';
  /** What was asked for. */
  readonly asked: string;
  /** Above the lines of a driver that is one of several. */
  readonly heading?: string;
  readonly entries: readonly Shown[];
}

export interface ShowContext {
  readonly hostname: string;
  /** What `hide` keeps from others is shown: to administrators. */
  readonly revealsAll?: boolean;
  /** What the configuration leaves of the environment. */
  readonly environment?: (configuration: Configuration) => Readonly<Record<string, string>>;
  /** The configuration itself, as it is read. */
  readonly listing?: () => readonly ListedLine[];
}

type Answer = (configuration: Configuration, context: ShowContext) => readonly ShownGroup[];

const KINDS = ['router', 'transport', 'authenticator'] as const;

/** @param words  none: every main option; `config` in front: nothing but the configuration itself */
export function selectShown(
  configuration: Configuration,
  words: readonly string[],
  context: ShowContext,
): readonly ShownGroup[] {
  if (words.length === 0) return [mainOptions(configuration, context)];
  if (words[0] === 'config') return [listingOf(context.listing?.() ?? [])];
  const groups: ShownGroup[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    const next = words[at + 1];
    const paired = next === undefined ? undefined : pairOf(word, next, configuration, context);
    if (paired !== undefined) {
      groups.push(paired);
      at += 1;
    } else groups.push(...single(word, configuration, context));
  }
  return groups;
}

function single(word: string, configuration: Configuration, context: ShowContext): readonly ShownGroup[] {
  if (word.startsWith('+')) return [namedLists(word.slice(1), configuration)];
  const whole = Object.hasOwn(WHOLES, word) ? WHOLES[word] : undefined;
  return whole?.(configuration, context) ?? [oneOption(word, configuration, context)];
}

const WHOLES: Readonly<Record<string, Answer>> = {
  all: (configuration, context) => [mainOptions(configuration, context)],
  config_file: fileOf,
  configure_file: fileOf,
  // Exim keeps no lines to list where another word is before it.
  config: () => [listingOf([])],
  environment: (from, { environment }) => [environmentOf(environment?.(from) ?? {})],
  local_scan: () => [unknown('local_scan', 'local_scan() options are not supported')],
  macros: ({ macros }) => [macrosGroup('macros', macros)],
  macro_list: ({ macros }) => [namesGroup('macro_list', macros)],
  ...Object.fromEntries(
    KINDS.map((kind) => [
      `${kind}s`,
      (from: Configuration, { revealsAll }: ShowContext) =>
        driversOf(kind, from).map((driver) => headed(driver, revealsAll)),
    ]),
  ),
  ...Object.fromEntries(
    KINDS.map((kind) => [`${kind}_list`, (from: Configuration) => [namesGroup(`${kind}_list`, driversOf(kind, from))]]),
  ),
};

function fileOf({ file }: Configuration): readonly ShownGroup[] {
  const value = file ?? '';
  return [{ kind: 'file', asked: 'config_file', entries: [{ name: 'config_file', value, line: value, set: true }] }];
}

function listingOf(lines: readonly ListedLine[]): ShownGroup {
  const entries = lines.map(({ text, indent }) => ({
    name: 'config',
    value: text,
    line: `${' '.repeat(indent)}${text}`,
    set: true,
  }));
  return { kind: 'listing', asked: 'config', entries };
}

/** Without their values, under `-n`, by their names. */
function environmentOf(environment: Readonly<Record<string, string>>): ShownGroup {
  const names = Object.keys(environment).toSorted();
  const entries = names.map((name) => ({ name, value: name, line: `${name}=${environment[name]}`, set: true }));
  return { kind: 'names', asked: 'environment', entries };
}

const namesGroup = (asked: string, named: readonly { readonly name: string }[]): ShownGroup => ({
  kind: 'names',
  asked,
  entries: named.map(({ name }) => ({ name, value: name, line: name, set: true })),
});

const macrosGroup = (asked: string, macros: Configuration['macros']): ShownGroup => ({
  kind: 'macros',
  asked,
  entries: macros.map(({ name, text }) => ({ name, value: text, line: `${name}=${text}`, set: true })),
});

const unknown = (asked: string, line: string): ShownGroup => ({
  kind: 'unknown',
  asked,
  entries: [{ name: asked, value: '', line, set: false }],
});

function mainOptions(configuration: Configuration, context: ShowContext): ShownGroup {
  const { main } = configuration;
  const rows = optionsOf('main').filter((row) => isListed(row, main.has(row.name)));
  const entries = rows.map((row) =>
    showOption(
      row,
      configuration.main.get(row.name),
      mainDefault(row, configuration.main, context.hostname),
      context.revealsAll,
    ),
  );
  return { kind: 'options', asked: 'all', entries };
}

function oneOption(word: string, configuration: Configuration, { hostname, revealsAll }: ShowContext): ShownGroup {
  const row = findOption(['main'], word)?.row;
  if (row === undefined) return unknown(word, `${word} is not a known option`);
  const usual = mainDefault(row, configuration.main, hostname);
  const shown = showOption(row, configuration.main.get(row.name), usual, revealsAll);
  return { kind: 'options', asked: word, entries: [renamed(shown, row.name, word)] };
}

/** An older name is answered by that name. */
const renamed = (shown: Shown, name: string, word: string): Shown =>
  name === word ? shown : { ...shown, line: shown.line.replace(name, word) };

const WORDS: Readonly<Record<NamedListKind, string>> = {
  domain: 'domainlist',
  host: 'hostlist',
  address: 'addresslist',
  'local-part': 'localpartlist',
};

/** Lists of that name, of whatever kind. */
function namedLists(name: string, { lists }: Configuration): ShownGroup {
  const found = lists.filter((list) => list.name === name);
  if (found.length === 0)
    return unknown(`+${name}`, `no address, domain, host, or local part list called "${name}" exists`);
  return { kind: 'list', asked: `+${name}`, entries: found.map(listEntry) };
}

/** What is hidden of lists is hidden from everybody. */
function listEntry({ hidden, kind, name, text }: NamedList): Shown {
  const value = hidden ? NOT_DISPLAYABLE : text;
  return { name, value, line: `${WORDS[kind]} ${name} = ${value}`, set: true };
}

/** `router NAME`, `macro NAME`, … */
function pairOf(
  word: string,
  name: string,
  configuration: Configuration,
  { revealsAll }: ShowContext,
): ShownGroup | undefined {
  if (word === 'macro') {
    const found = configuration.macros.filter((macro) => macro.name === name);
    return found.length === 0
      ? unknown(`macro ${name}`, `macro ${name} not found`)
      : macrosGroup(`macro ${name}`, found);
  }
  const kind = KINDS.find((one) => one === word);
  if (kind === undefined) return undefined;
  const driver = driversOf(kind, configuration).find((one) => one.name === name);
  return driver === undefined
    ? unknown(`${kind} ${name}`, `${kind} ${name} not found`)
    : driverGroup(driver, revealsAll);
}

const driversOf = (kind: DriverKind, { authenticators, routers, transports }: Configuration): readonly Driver[] =>
  ({ router: routers, transport: transports, authenticator: authenticators })[kind];

const headed = (driver: Driver, revealsAll?: boolean): ShownGroup => ({
  ...driverGroup(driver, revealsAll),
  heading: `${driver.name} ${driver.kind}:`,
});

/** They set two others each, which are shown. */
const PAIRS = new Set(['fail_verify', 'verify']);

/** Exim lists where it keeps the text of an option that is expanded, of this one alone. */
function expandedSizeFile({ settings }: Driver): Shown {
  const name = '*expand_maildir_use_size_file';
  const given = settings.get('maildir_use_size_file')?.value;
  const value = typeof given === 'string' ? given : '';
  return { name, value, line: `${name} = ${value}`, set: value !== '' };
}

/** Where mail for ourselves goes instead is shown as the domain alone. */
function settingOf(name: string, { settings }: Driver): Setting | undefined {
  const setting = settings.get(name);
  if (name !== 'self' || typeof setting?.value !== 'string') return setting;
  return { ...setting, value: setting.value.replace(/^reroute:\s*(?:rewrite:\s*)?/, '') };
}

/** What all of the kind have, then the driver's own. */
function driverGroup(driver: Driver, revealsAll?: boolean): ShownGroup {
  const rows = [...optionsOf(driver.kind), ...optionsOf(`${driver.kind}/${driver.driver}`)].filter(
    (row) => !PAIRS.has(row.name) && isListed(row, driver.settings.has(row.name)),
  );
  const entries = rows.flatMap((row) => {
    const shown = showOption(row, settingOf(row.name, driver), driverDefault(row, driver), revealsAll);
    return row === rows.find(({ scope }) => scope === 'transport/appendfile')
      ? [expandedSizeFile(driver), shown]
      : [shown];
  });
  return { kind: 'driver', asked: `${driver.kind} ${driver.name}`, entries };
}
