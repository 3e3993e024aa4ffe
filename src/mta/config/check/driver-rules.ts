/**
 * What options of one driver may stand beside each other, a rule each. Exim looks at the same when it starts: in the words of
 * its own messages, as far as they say what would be right.
 */
import { compilePattern } from '../../../core/pcre/index.ts';
import { quoted } from '../problems.ts';
import type { Driver, Setting, ToldMistake } from '../types.ts';

/** @returns what is wrong, if something is, and where; absent: where the driver begins */
export type DriverRule = (driver: Driver) => DriverFault | undefined;

export interface DriverFault {
  readonly message: string;
  readonly setting?: Setting | undefined;
  /** Exim's own sentence. */
  readonly told?: Told;
}

/** Of that driver; or of nobody, with its name in the sentence. */
type Told = string | ((name: string) => string);

export const toldOf = (told: Told, { kind, name }: Driver): ToldMistake =>
  typeof told === 'string' ? { whose: `${name} ${kind}`, text: told } : { text: told(name) };

/** Set to nothing (`data =`) is set, for Exim too. */
const has = ({ settings }: Driver, name: string): boolean => {
  const value = settings.get(name)?.value;
  return value !== undefined && value !== false;
};

const needs =
  (name: string, told: Told): DriverRule =>
  (driver) =>
    has(driver, name) ? undefined : { message: `"${name}" must be set`, told };

const needsTransport: DriverRule = (driver) =>
  has(driver, 'transport') || has(driver, 'verify_only')
    ? undefined
    : {
        message: 'a transport is required for this router',
        told: (name) => `${name} router:\n  a transport is required for this router`,
      };

const oneOf =
  (first: string, second: string, { told, toldOfBoth = told }: { told: Told; toldOfBoth?: Told }): DriverRule =>
  (driver) => {
    const both = bothSet(driver, first, second);
    if (both !== undefined)
      return { message: `only one of "${first}" or "${second}" must be specified`, setting: both, told: toldOfBoth };
    return has(driver, first) || has(driver, second)
      ? undefined
      : { message: `one of "${first}" or "${second}" must be specified`, told };
  };

const notBoth =
  (first: string, second: string, told: Told): DriverRule =>
  (driver) => {
    const both = bothSet(driver, first, second);
    return both && { message: `only one of "${first}" or "${second}" can be specified`, setting: both, told };
  };

/** The one that was set behind the other. */
function bothSet(driver: Driver, first: string, second: string): Setting | undefined {
  if (!has(driver, first) || !has(driver, second)) return undefined;
  const [a, b] = [driver.settings.get(first)!, driver.settings.get(second)!];
  return a.place.line > b.place.line ? a : b;
}

const together =
  (first: string, second: string): DriverRule =>
  (driver) => {
    if (has(driver, first) === has(driver, second)) return undefined;
    const setting = driver.settings.get(has(driver, first) ? first : second);
    const told = `one of ${first} and ${second} cannot be set without the other`;
    return { message: `one of "${first}" and "${second}" cannot be set without the other`, setting, told };
  };

const ONE_TIME_ALONE = '"headers_add" and "headers_remove" are not permitted with "one_time"';

const oneTimeAlone: DriverRule = (driver) =>
  has(driver, 'one_time') && ['headers_add', 'headers_remove'].some((name) => has(driver, name))
    ? { message: ONE_TIME_ALONE, told: ONE_TIME_ALONE }
    : undefined;

/** A number brings no group along. */
const userWithGroup: DriverRule = (driver) => {
  const setting = driver.settings.get('user');
  return /^\d+$/.test(String(setting?.value ?? '')) && !has(driver, 'group')
    ? {
        message: '"user" is a number, and "group" must be set with it',
        setting,
        told: (name) => `user set without group for the ${name} transport`,
      }
    : undefined;
};

const asOneAlone: DriverRule = (driver) =>
  has(driver, 'pipe_as_creator') && ['user', 'group'].some((name) => has(driver, name))
    ? {
        message: '"user" and "group" are not permitted with "pipe_as_creator"',
        told: (name) => `both pipe_as_creator and an explicit uid/gid are set for the ${name} transport`,
      }
    : undefined;

const oneWordOf =
  (
    option: string,
    words: readonly string[],
    others: { readonly also?: RegExp; readonly alsoNamed?: string; readonly told: (value: string) => Told },
  ): DriverRule =>
  ({ settings }) => {
    const setting = settings.get(option);
    const value = setting?.value;
    if (typeof value !== 'string' || words.includes(value) || others.also?.test(value)) return undefined;
    const known = [...words, ...(others.alsoNamed === undefined ? [] : [others.alsoNamed])].join(', ');
    const message = `${quoted(value)} is not valid for "${option}": it is one of ${known}`;
    return { message, setting, told: others.told(value) };
  };

const pattern =
  (option: string): DriverRule =>
  ({ settings }) => {
    const setting = settings.get(option);
    const compiled = typeof setting?.value === 'string' ? compilePattern(setting.value) : undefined;
    return compiled?.ok === false ? { message: `${option}: ${compiled.error.message}`, setting } : undefined;
  };

const someLock: DriverRule = (driver) => {
  const { settings } = driver;
  if (has(driver, 'directory') || has(driver, 'maildir_format') || has(driver, 'mailstore_format')) return undefined;
  const isOff = (name: string): boolean => settings.get(name)?.value === false;
  const isUnlocked =
    isOff('use_lockfile') && isOff('use_fcntl_lock') && !has(driver, 'use_flock_lock') && !has(driver, 'use_mbx_lock');
  return isUnlocked && !has(driver, 'mbx_format')
    ? {
        message: 'no locking configured: leave "use_lockfile" or "use_fcntl_lock" on',
        setting: settings.get('use_fcntl_lock'),
        told: 'no locking configured',
      }
    : undefined;
};

const temporaryStatuses: DriverRule = ({ settings }) => {
  const setting = settings.get('temp_errors');
  return setting === undefined || /^\s*(?:\*|\d+(?:\s*:\s*\d+)*)?\s*$/.test(String(setting.value))
    ? undefined
    : {
        message: '"temp_errors" must be a list of numbers or an asterisk',
        setting,
        told: (name) => `temp_errors must be a list of numbers or an asterisk for the ${name} transport`,
      };
};

/** What is done beside is done by who delivers here. */
const noShadow: DriverRule = ({ settings }) => {
  const setting = settings.get('shadow_transport');
  return (
    setting && {
      message: '"shadow_transport" is for transports that deliver here, and not for smtp',
      setting,
      told: (name) => `shadow transport not allowed on non-local transport ${name}`,
    }
  );
};

const noZero =
  (option: string): DriverRule =>
  ({ settings }) => {
    const setting = settings.get(option);
    const told = (name: string): string => `command, data, or final timeout value is zero for ${name} transport`;
    return setting?.value === 0 ? { message: `"${option}" must not be zero`, setting, told } : undefined;
  };

const portOfIplookup: DriverRule = (driver) =>
  Number(driver.settings.get('port')?.value ?? 0) > 0
    ? undefined
    : { message: '"port" must be set', told: 'a port must be specified' };

const HOST_FAILURES = ['decline', 'defer', 'fail', 'freeze', 'pass'];

const EVERY_TRANSPORT: readonly DriverRule[] = [
  notBoth(
    'headers_only',
    'body_only',
    (name) => `${name} transport: body_only and headers_only are mutually exclusive`,
  ),
];
const SELF = oneWordOf('self', ['freeze', 'defer', 'fail', 'pass', 'send'], {
  also: /^reroute:\s*(?:rewrite:)?\s*\S/,
  alsoNamed: 'reroute: with a domain',
  told: (value) => `${value} is not valid for the self option`,
});
const unrecognized = (option: string) => (): Told => `unrecognized setting for ${option} option`;
const bothSetFor =
  (first: string, second: string, the = '') =>
  (name: string): string =>
    `both ${first} and ${second} set for ${the}${name} transport`;

const quotaOfFiles: DriverRule = (driver) =>
  has(driver, 'quota_filecount') && !has(driver, 'quota')
    ? {
        message: '"quota" must be set where "quota_filecount" is',
        setting: driver.settings.get('quota_filecount'),
        told: 'quota must be set if quota_filecount is set',
      }
    : undefined;

/** By kind and driver. */
export const DRIVER_RULES: Readonly<Record<string, readonly DriverRule[]>> = {
  'authenticator/spa': [together('client_username', 'client_password')],
  'router/accept': [needsTransport, SELF],
  'router/dnslookup': [needsTransport, SELF],
  'router/ipliteral': [needsTransport, SELF],
  'router/iplookup': [
    needs('hosts', 'a host list must be specified'),
    portOfIplookup,
    oneWordOf('protocol', ['udp', 'tcp'], { told: () => 'protocol not specified as udp or tcp' }),
    pattern('response_pattern'),
  ],
  'router/manualroute': [
    oneOf('route_list', 'route_data', { told: 'route_list or route_data (but not both) must be specified' }),
    SELF,
    oneWordOf('host_find_failed', [...HOST_FAILURES, 'ignore'], { told: unrecognized('host_find_failed') }),
    oneWordOf('host_all_ignored', HOST_FAILURES, { told: unrecognized('host_all_ignored') }),
  ],
  'router/queryprogram': [
    SELF,
    needs('command', 'a command specification is required'),
    needs('command_user', 'command_user must be specified'),
  ],
  'router/redirect': [
    SELF,
    oneOf('data', 'file', {
      told: 'one of "file" or "data" must be specified',
      toldOfBoth: 'only one of "file" or "data" must be specified',
    }),
    oneTimeAlone,
    notBoth('one_time', 'unseen', '"unseen" may not be used with "one_time"'),
  ],
  'transport/appendfile': [
    ...EVERY_TRANSPORT,
    notBoth('file', 'directory', 'only one of "file" or "directory" can be specified'),
    notBoth('maildir_format', 'mailstore_format', 'only one of maildir and mailstore may be specified'),
    quotaOfFiles,
    oneWordOf('create_file', ['anywhere', 'inhome', 'belowhome'], {
      also: /^\/|\$/, // it is expanded
      alsoNamed: 'an absolute path',
      told: (value) => (name) => `invalid value given for "create_file" for the ${name} transport: '${value}'`,
    }),
    someLock,
    userWithGroup,
  ],
  'transport/autoreply': [...EVERY_TRANSPORT, userWithGroup],
  'transport/lmtp': [
    ...EVERY_TRANSPORT,
    oneOf('command', 'socket', {
      told: (name) => `one (and only one) of command or socket must be set for the ${name} transport`,
    }),
    userWithGroup,
  ],
  'transport/pipe': [
    ...EVERY_TRANSPORT,
    notBoth('allow_commands', 'use_shell', bothSetFor('allow_commands', 'use_shell')),
    notBoth('restrict_to_path', 'use_shell', bothSetFor('restrict_to_path', 'use_shell')),
    notBoth('return_output', 'return_fail_output', bothSetFor('return_output', 'return_fail_output')),
    notBoth('log_output', 'log_fail_output', bothSetFor('log_output', 'log_fail_output', 'the ')),
    temporaryStatuses,
    userWithGroup,
    asOneAlone,
  ],
  'transport/queuefile': [...EVERY_TRANSPORT, userWithGroup],
  'transport/smtp': [
    ...EVERY_TRANSPORT,
    noShadow,
    noZero('command_timeout'),
    noZero('data_timeout'),
    noZero('final_timeout'),
  ],
};
