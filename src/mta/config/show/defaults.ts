/** Defaults that depend on the rest of the configuration. */
import { findOption, type OptionRow } from '../options/index.ts';
import type { Driver, Settings } from '../types.ts';
import { groupOfUser } from './group-of-user.ts';
import { printed } from './print.ts';

type Derived = (settings: Settings) => string | undefined;

const textOf = (settings: Settings, name: string): string | undefined => {
  const value = settings.get(name)?.value;
  return value === undefined || value === '' ? undefined : String(value);
};

const isTrue = (settings: Settings, name: string): boolean => settings.get(name)?.value === true;

/** `hostname` is what the host calls itself. */
export function mainDefault(row: OptionRow, settings: Settings, hostname: string): string | undefined {
  const primary = textOf(settings, 'primary_hostname') ?? hostname;
  const qualify = settings.has('qualify_domain') ? (textOf(settings, 'qualify_domain') ?? '') : primary;
  const spool = textOf(settings, 'spool_directory');
  const derived: Readonly<Record<string, string>> = {
    ...(spool !== undefined && { process_log_path: `${spool}/exim-process.info` }),
    primary_hostname: primary,
    qualify_domain: primary,
    qualify_recipient: qualify,
    ...groupsOfUsers(row.name, settings),
  };
  const found = derived[row.name];
  return found === undefined ? row.default : printed(found);
}

/** A user who is named brings his own group. */
const USER_OF_GROUP: ReadonlyMap<string, string> = new Map([['system_filter_group', 'system_filter_user']]);

function groupsOfUsers(name: string, settings: Settings): Readonly<Record<string, string>> {
  const option = USER_OF_GROUP.get(name);
  const user = option === undefined ? undefined : textOf(settings, option);
  const group = user === undefined ? undefined : groupOfUser(user);
  return group === undefined ? {} : { [name]: group };
}

/** A file for each message has no lines around them, and needs no check for them; BSMTP has dots (Exim spec ch. 26). */
const around =
  (ofMailbox: string, ofBsmtp: string): Derived =>
  (settings) => {
    if (isTrue(settings, 'use_bsmtp')) return ofBsmtp;
    const alone = ['maildir_format', 'mailstore_format'].some((name) => isTrue(settings, name));
    return alone || textOf(settings, 'directory') !== undefined ? '' : ofMailbox;
  };

/** What a router asks of the local part makes retrying a matter of it (Exim spec ch. 15). */
const ASKING = ['condition', 'local_part_prefix', 'local_part_suffix', 'local_parts', 'require_files', 'senders'];

const asksOfLocalPart: Derived = (settings) =>
  isTrue(settings, 'check_local_user') || ASKING.some((name) => settings.has(name)) ? 'true' : 'false';

const ofLocalUser: Derived = (settings) => (isTrue(settings, 'check_local_user') ? 'true' : undefined);

/** Addresses alone are put in the place of the one that was there. */
const ofOneTime: Derived = (settings) => (isTrue(settings, 'one_time') ? 'true' : undefined);

const driverIs =
  (...drivers: readonly string[]): Derived =>
  (settings) =>
    String(drivers.includes(String(settings.get('driver')?.value)));

/** `verify` and `fail_verify` set two options each. */
const asSetBy =
  (name: string): Derived =>
  (settings) =>
    settings.has(name) ? String(isTrue(settings, name)) : undefined;

/** A user that is named brings his own group. */
const groupOf =
  (option: string): Derived =>
  (settings) => {
    const user = textOf(settings, option);
    return user === undefined ? undefined : groupOfUser(user);
  };

/** As it stands in the row. */
const defaultOf = (option: string): string => findOption(['transport/appendfile'], option)?.row.default ?? '';

const ofBsmtp =
  (text: string): Derived =>
  (settings) =>
    isTrue(settings, 'use_bsmtp') ? text : undefined;

const unlessMbx: Derived = (settings) => String(!isTrue(settings, 'mbx_format'));
const ifMbx: Derived = (settings) => String(isTrue(settings, 'mbx_format'));

/** `undefined` stands for the row's own default. */
const DERIVED: Readonly<Record<string, Derived>> = {
  'router group': groupOf('user'),
  'router/queryprogram command_group': groupOf('command_user'),
  'transport group': groupOf('user'),
  'router fail_verify_recipient': asSetBy('fail_verify'),
  'router fail_verify_sender': asSetBy('fail_verify'),
  'router log_as_local': driverIs('accept'),
  'router retry_use_local_part': asksOfLocalPart,
  'router verify_recipient': asSetBy('verify'),
  'router verify_sender': asSetBy('verify'),
  'router/redirect check_owner': ofLocalUser,
  'router/redirect forbid_file': ofOneTime,
  'router/redirect forbid_filter_reply': ofOneTime,
  'router/redirect forbid_pipe': ofOneTime,
  'transport retry_use_local_part': driverIs('appendfile', 'autoreply', 'lmtp', 'pipe', 'queuefile'),
  'transport/appendfile check_string': around('From ', '.'),
  'transport/appendfile escape_string': around('>From ', '..'),
  'transport/appendfile message_prefix': around(defaultOf('message_prefix'), ''),
  'transport/appendfile message_suffix': around(defaultOf('message_suffix'), ''),
  'transport/appendfile use_lockfile': unlessMbx,
  'transport/appendfile use_mbx_lock': ifMbx,
  'transport/pipe check_string': ofBsmtp('.'),
  'transport/pipe escape_string': ofBsmtp('..'),
  'transport/pipe message_prefix': ofBsmtp(''),
  'transport/pipe message_suffix': ofBsmtp(''),
};

export function driverDefault(row: OptionRow, { name, settings }: Driver): string | undefined {
  if (row.name === 'public_name') return printed(name);
  return DERIVED[`${row.scope} ${row.name}`]?.(settings) ?? row.default;
}
