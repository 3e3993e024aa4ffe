/**
 * What options of one driver may stand beside each other, a rule each. Exim looks at the same when it starts: in the words of
 * its own messages, as far as they say what would be right.
 */
import { compilePattern } from '../../../core/pcre/index.ts';
import { quoted } from '../problems.ts';
import type { Driver, Setting } from '../types.ts';

/** @returns what is wrong, if something is, and where; absent: where the driver begins */
export type DriverRule = (driver: Driver) => DriverFault | undefined;

export interface DriverFault {
  readonly message: string;
  readonly setting?: Setting | undefined;
}

/** Set to nothing (`data =`) is set, for Exim too. */
const has = ({ settings }: Driver, name: string): boolean => {
  const value = settings.get(name)?.value;
  return value !== undefined && value !== false;
};

const needs =
  (name: string): DriverRule =>
  (driver) =>
    has(driver, name) ? undefined : { message: `"${name}" must be set` };

const needsTransport: DriverRule = (driver) =>
  has(driver, 'transport') || has(driver, 'verify_only')
    ? undefined
    : { message: 'a transport is required for this router' };

const oneOf =
  (first: string, second: string): DriverRule =>
  (driver) => {
    const both = bothSet(driver, first, second);
    if (both !== undefined)
      return { message: `only one of "${first}" or "${second}" must be specified`, setting: both };
    return has(driver, first) || has(driver, second)
      ? undefined
      : { message: `one of "${first}" or "${second}" must be specified` };
  };

const notBoth =
  (first: string, second: string): DriverRule =>
  (driver) => {
    const both = bothSet(driver, first, second);
    return both && { message: `only one of "${first}" or "${second}" can be specified`, setting: both };
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
    return { message: `one of "${first}" and "${second}" cannot be set without the other`, setting };
  };

const oneTimeAlone: DriverRule = (driver) =>
  has(driver, 'one_time') && ['headers_add', 'headers_remove'].some((name) => has(driver, name))
    ? { message: '"headers_add" and "headers_remove" are not permitted with "one_time"' }
    : undefined;

/** A number brings no group along. */
const userWithGroup: DriverRule = (driver) => {
  const setting = driver.settings.get('user');
  return /^\d+$/.test(String(setting?.value ?? '')) && !has(driver, 'group')
    ? { message: '"user" is a number, and "group" must be set with it', setting }
    : undefined;
};

const asOneAlone: DriverRule = (driver) =>
  has(driver, 'pipe_as_creator') && ['user', 'group'].some((name) => has(driver, name))
    ? { message: '"user" and "group" are not permitted with "pipe_as_creator"' }
    : undefined;

const oneWordOf =
  (
    option: string,
    words: readonly string[],
    others: { readonly also?: RegExp; readonly told?: string } = {},
  ): DriverRule =>
  ({ settings }) => {
    const setting = settings.get(option);
    const value = setting?.value;
    if (typeof value !== 'string' || words.includes(value) || others.also?.test(value)) return undefined;
    const known = [...words, ...(others.told === undefined ? [] : [others.told])].join(', ');
    return { message: `${quoted(value)} is not valid for "${option}": it is one of ${known}`, setting };
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
      }
    : undefined;
};

const temporaryStatuses: DriverRule = ({ settings }) => {
  const setting = settings.get('temp_errors');
  return setting === undefined || /^\s*(?:\*|\d+(?:\s*:\s*\d+)*)?\s*$/.test(String(setting.value))
    ? undefined
    : { message: '"temp_errors" must be a list of numbers or an asterisk', setting };
};

/** What is done beside is done by who delivers here. */
const noShadow: DriverRule = ({ settings }) => {
  const setting = settings.get('shadow_transport');
  return setting && { message: '"shadow_transport" is for transports that deliver here, and not for smtp', setting };
};

const noZero =
  (option: string): DriverRule =>
  ({ settings }) => {
    const setting = settings.get(option);
    return setting?.value === 0 ? { message: `"${option}" must not be zero`, setting } : undefined;
  };

const portOfIplookup: DriverRule = (driver) =>
  Number(driver.settings.get('port')?.value ?? 0) > 0 ? undefined : { message: '"port" must be set' };

const HOST_FAILURES = ['decline', 'defer', 'fail', 'freeze', 'pass'];

const EVERY_TRANSPORT: readonly DriverRule[] = [notBoth('headers_only', 'body_only')];
const SELF = oneWordOf('self', ['freeze', 'defer', 'fail', 'pass', 'send'], {
  also: /^reroute:\s*(?:rewrite:)?\s*\S/,
  told: 'reroute: with a domain',
});

/** By kind and driver. */
export const DRIVER_RULES: Readonly<Record<string, readonly DriverRule[]>> = {
  'authenticator/spa': [together('client_username', 'client_password')],
  'router/accept': [needsTransport, SELF],
  'router/dnslookup': [needsTransport, SELF],
  'router/ipliteral': [needsTransport, SELF],
  'router/iplookup': [
    needs('hosts'),
    portOfIplookup,
    oneWordOf('protocol', ['udp', 'tcp']),
    pattern('response_pattern'),
  ],
  'router/manualroute': [
    oneOf('route_list', 'route_data'),
    SELF,
    oneWordOf('host_find_failed', [...HOST_FAILURES, 'ignore']),
    oneWordOf('host_all_ignored', HOST_FAILURES),
  ],
  'router/queryprogram': [SELF, needs('command'), needs('command_user')],
  'router/redirect': [SELF, oneOf('data', 'file'), oneTimeAlone, notBoth('one_time', 'unseen')],
  'transport/appendfile': [
    ...EVERY_TRANSPORT,
    notBoth('file', 'directory'),
    notBoth('maildir_format', 'mailstore_format'),
    oneWordOf('create_file', ['anywhere', 'inhome', 'belowhome'], {
      also: /^\/|\$/, // it is expanded
      told: 'an absolute path',
    }),
    someLock,
    userWithGroup,
  ],
  'transport/autoreply': [...EVERY_TRANSPORT, userWithGroup],
  'transport/lmtp': [...EVERY_TRANSPORT, oneOf('command', 'socket'), userWithGroup],
  'transport/pipe': [
    ...EVERY_TRANSPORT,
    notBoth('allow_commands', 'use_shell'),
    notBoth('restrict_to_path', 'use_shell'),
    notBoth('return_output', 'return_fail_output'),
    notBoth('log_output', 'log_fail_output'),
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
