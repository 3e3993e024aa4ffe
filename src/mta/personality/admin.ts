/**
 * Who may do what only administrators may (Exim spec ch. "The Exim command line", "admin user").
 *
 * Nothing here runs with the rights of another: who cannot read the spool sees nothing of it anyway. This is what Exim says
 * to those who could, and to those who test addresses where `commandline_checks_require_admin` keeps that to a few.
 */
import { factsAt } from '../../base/index.ts';
import { type Configuration, mainValue, readConfiguration } from '../config/index.ts';
import { expandOption, isFailure, readList } from '../expand/index.ts';
import { createHost, hostConfiguration } from '../host/index.ts';
import { spoolDirectory } from '../queue/index.ts';
import { findGroup, findUserOrNumber } from '../route/index.ts';
import type { AdminNeed, Call, PersonalityPorts } from './types.ts';

const REFUSALS: Readonly<Record<AdminNeed, string>> = {
  contents: 'Permission denied\n',
  'giving-up': 'exim: permission denied\n',
  loading: 'exim: permission denied\n',
  message: 'exim: Permission denied\n',
  run: 'exim: permission denied\n',
  listing: 'exim: permission denied\n',
  checks: 'exim: those command-line flags are set to require admin\n',
};

const OPTIONS: Readonly<Partial<Record<AdminNeed, string>>> = {
  message: 'prod_requires_admin',
  run: 'prod_requires_admin',
  listing: 'queue_list_requires_admin',
  checks: 'commandline_checks_require_admin',
};

/** @returns what is said to one who may not; undefined: the call may go on */
export async function refusalOf(
  need: AdminNeed,
  { configuration: given }: Call,
  ports: PersonalityPorts,
): Promise<string | undefined> {
  if (process.getuid?.() === 0 || given === undefined) return undefined;
  const read = readConfiguration(given.source, { macros: given.macros });
  if (!read.ok) return undefined; // the mode says what is wrong with it
  const option = OPTIONS[need];
  if (option !== undefined && mainValue(read.value, option) !== true) return undefined;
  return (await isAdmin(read.value, ports)) ? undefined : REFUSALS[need];
}

/** root, who mail runs as, their group, members of `admin_groups`, and whose the spool is. */
export async function isAdmin(configuration: Configuration, ports: PersonalityPorts): Promise<boolean> {
  const uid = process.getuid?.();
  if (uid === 0) return true;
  const gids = new Set([process.getegid?.(), ...(process.getgroups?.() ?? [])]);
  const host = createHost({ configuration: hostConfiguration(configuration), clock: ports.clock });
  const list = async (option: string): Promise<readonly string[]> => {
    const written = String(mainValue(configuration, option) ?? '');
    const made = written === '' ? undefined : await expandOption(written, host);
    return made === undefined || isFailure(made) ? [] : readList(made.text).items;
  };
  try {
    for (const name of await list('exim_user')) if ((await findUserOrNumber(name, host))?.uid === uid) return true;
    for (const name of [...(await list('exim_group')), ...(await list('admin_groups'))])
      if (gids.has(await findGroup(name))) return true;
  } finally {
    await host.close();
  }
  return await isOwner(configuration, ports, uid);
}

/** Where there is no spool yet, it will be of who serves. */
async function isOwner(
  configuration: Configuration,
  { clock }: PersonalityPorts,
  uid: number | undefined,
): Promise<boolean> {
  const directory = await spoolDirectory(configuration, clock);
  if (!directory.ok) return false;
  const owner = factsAt(directory.value)?.uid;
  return owner === undefined ? !configuration.main.has('exim_user') : owner === uid;
}
