/** As whom a delivery runs, and where (Exim spec ch. 23 "The environment for running local transports"). */
import { err, ok, type Result } from '../../base/index.ts';
import { type ExpansionHost, expandOption, isFailure, type Text } from '../expand/index.ts';
import type { AskAsUser } from '../host/index.ts';
import { ERRNO } from '../retry/index.ts';
import { findGroup, findUserOrNumber, neverUser } from '../route/index.ts';
import { filterAs } from './local/filter-as.ts';
import { deferred } from './outcome.ts';
import { flag, isSet, text } from './settings.ts';
import type { Delivery, LocalOutcome, LocalWorld, TransportWorld } from './types.ts';
import { deliveryVariables } from './variables.ts';

export interface LocalFacts<World extends LocalWorld = LocalWorld> {
  readonly uid: number;
  readonly gid: number;
  readonly initgroups: boolean;
  readonly home?: Text;
  readonly currentDirectory: string;
  /** Expands with `$home` and all that is known of the delivery, as the user. */
  readonly host: ExpansionHost;
  /** Whose expansions see files, programs and sockets as the user does. */
  readonly world: World;
}

/** What is wrong is the configuration's fault, and has a line of its own beside that of the delivery that waits. */
export async function localFacts<World extends LocalWorld & Partial<Pick<TransportWorld, 'log'>>>(
  delivery: Delivery,
  world: World,
): Promise<Result<LocalFacts<World>, LocalOutcome>> {
  const found = await findFacts(delivery, world);
  if (!found.ok && found.error.text !== undefined) world.log?.(found.error.text, true);
  return found;
}

/**
 * For a transport to other hosts: its conversations are this process's own, and what its options ask of the system is the
 * user's whom it or the router names, as Exim's process for it has become him.
 */
export async function worldOfUser<World extends LocalWorld>(
  delivery: Delivery,
  world: World,
): Promise<Result<World, LocalOutcome>> {
  const identity = await identityOf(delivery, world, world.host(delivery.message, deliveryVariables(delivery)));
  if (!identity.ok) return identity;
  const { runAs } = world;
  const filters = runAs === undefined || isOurself(identity.value) ? {} : { filterAs: filterAs(runAs, identity.value) };
  return ok({ ...asUser(world, identity.value), ...filters });
}

export const namesUser = ({ facts, transport }: Delivery): boolean =>
  facts.uid !== undefined || isSet(transport, 'user') || isSet(transport, 'group');

async function findFacts<World extends LocalWorld>(
  delivery: Delivery,
  world: World,
): Promise<Result<LocalFacts<World>, LocalOutcome>> {
  const host = world.host(delivery.message, deliveryVariables(delivery));
  const identity = await identityOf(delivery, world, host);
  if (!identity.ok) return identity;
  const home = await homeOf(delivery, host);
  if (!home.ok) return home;
  const variables = deliveryVariables(delivery, (name) => (name === 'home' ? home.value : undefined));
  const directory = await directoryOf(delivery, world.host(delivery.message, variables), home.value);
  if (!directory.ok) return directory;
  const own = asUser(world, identity.value);
  return ok({
    ...identity.value,
    ...(home.value !== undefined && { home: home.value }),
    currentDirectory: directory.value,
    host: own.host(delivery.message, variables),
    world: own,
  });
}

/** Whom a delivery runs as, and where, is found out by this process; all else is expanded as the user (Exim's deliver_local). */
function asUser<World extends LocalWorld>(world: World, { uid, gid, initgroups }: Identity): World {
  const { doAs, host } = world;
  if (doAs === undefined || isOurself({ uid, gid, initgroups })) return world;
  const askAs: AskAsUser = async (errand) => {
    const answer = await doAs({ uid, gid, initgroups }, { kind: 'expansion', errand });
    if (answer.kind === 'expansion') return answer.answer;
    return { kind: 'deferred', message: answer.kind === 'undone' ? answer.why : 'another question was answered' };
  };
  return { ...world, host: (message, variables) => host(message, variables, askAs) };
}

/** Such a delivery is done by this process itself. */
export const isOurself = ({ uid, gid, initgroups }: Identity): boolean =>
  uid === process.geteuid?.() && gid === process.getegid?.() && !initgroups;

type Identity = Pick<LocalFacts, 'uid' | 'gid' | 'initgroups'>;

/** The transport's own user and group before those of the router; else whoever we are. */
async function identityOf(
  delivery: Delivery,
  world: LocalWorld,
  host: ExpansionHost,
): Promise<Result<Identity, LocalOutcome>> {
  const { transport, facts } = delivery;
  const group = await groupOf(delivery, host);
  if (!group.ok) return group;
  const user = await userOf(delivery, host);
  if (!user.ok) return user;
  if (user.value === undefined && isAsCreator(delivery)) return await asCreator(delivery, world, host, group.value);
  const uid = user.value?.uid ?? facts.uid ?? process.geteuid?.() ?? 0;
  const isOurs = user.value === undefined && facts.uid === undefined;
  const gid = group.value ?? groupWith(user.value, delivery) ?? (isOurs ? process.getegid?.() : undefined);
  if (gid === undefined)
    return err(deferred(`User set without group for ${transport.name} transport`, { errno: ERRNO.gidFailed }));
  const never = user.value === undefined && isOurs ? undefined : await neverUser(uid, world.configuration, host);
  if (never !== undefined) return err(forbidden(uid, transport.name, never));
  const initgroups = flag(transport, 'initgroups') || (user.value === undefined && facts.initgroups === true);
  return ok({ uid, gid, initgroups });
}

/** A user named outright brings his own group; one that an expansion names takes the router's, where that has one. */
function groupWith(user: { readonly gid?: number } | undefined, { transport, facts }: Delivery): number | undefined {
  const isExpanded = text(transport, 'user')?.includes('$') === true;
  return isExpanded ? (facts.gid ?? user?.gid) : user === undefined ? facts.gid : user.gid;
}

/** `pipe_as_creator`: as whoever has handed the message in; a group of the transport or the router goes before his. */
const isAsCreator = ({ transport }: Delivery): boolean =>
  transport.driver === 'pipe' && flag(transport, 'pipe_as_creator');

async function asCreator(
  { transport, message, facts }: Delivery,
  world: LocalWorld,
  host: ExpansionHost,
  group = facts.gid,
): Promise<Result<Identity, LocalOutcome>> {
  const { uid, gid } = message.stored.submitter;
  const never = await neverUser(uid, world.configuration, host);
  if (never !== undefined) return err(forbidden(uid, transport.name, never));
  return ok({ uid, gid: group ?? gid, initgroups: flag(transport, 'initgroups') });
}

const forbidden = (uid: number, name: string, list: string): LocalOutcome =>
  deferred(`User ${uid} set for ${name} transport is on the ${list} list`, { errno: ERRNO.uidFailed });

async function groupOf(
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<number | undefined, LocalOutcome>> {
  const written = text(transport, 'group');
  if (written === undefined) return ok(undefined);
  const name = await expandOption(written, host);
  const where = `"${written}" for the ${transport.name} transport`;
  if (isFailure(name))
    return err(deferred(`Failed to expand group string ${where}: ${name.message}`, { errno: ERRNO.gidFailed }));
  const gid = await findGroup(name.text);
  if (gid === undefined)
    return err(
      deferred(`Failed to find group "${name.text}" from expanded string ${where}`, { errno: ERRNO.gidFailed }),
    );
  return ok(gid);
}

async function userOf(
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<{ readonly uid: number; readonly gid?: number } | undefined, LocalOutcome>> {
  const written = text(transport, 'user');
  if (written === undefined) return ok(undefined);
  const name = await expandOption(written, host);
  const where = `"${written}" for the ${transport.name} transport`;
  if (isFailure(name))
    return err(deferred(`Failed to expand user string ${where}: ${name.message}`, { errno: ERRNO.uidFailed }));
  const user = await findUserOrNumber(name.text, host);
  if (user === undefined)
    return err(
      deferred(`Failed to find user "${name.text}" from expanded string ${where}`, { errno: ERRNO.uidFailed }),
    );
  return ok(user);
}

async function homeOf(
  { transport, facts }: Delivery,
  host: ExpansionHost,
): Promise<Result<Text | undefined, LocalOutcome>> {
  const own = text(transport, 'home_directory');
  if (own === undefined && facts.home?.expanded === true) return ok(facts.home.text);
  const written = own ?? facts.home?.text.text;
  if (written === undefined) return ok(undefined);
  const home = await expandOption(written, host);
  const where = `for ${transport.name} transport`;
  if (isFailure(home))
    return err(
      deferred(`home directory "${written}" failed to expand ${where}: ${home.message}`, {
        errno: ERRNO.expansionFailed,
      }),
    );
  if (home.text.startsWith('/')) return ok(home);
  return err(deferred(`home directory path "${home.text}" is not absolute ${where}`, { errno: ERRNO.notAbsolute }));
}

/** Where neither the transport nor the router names one, it is the home directory, or the root. */
async function directoryOf(
  { transport, facts }: Delivery,
  host: ExpansionHost,
  home: Text | undefined,
): Promise<Result<string, LocalOutcome>> {
  const written = text(transport, 'current_directory') ?? facts.currentDirectory;
  if (written === undefined) return ok(home?.text ?? '/');
  const directory = await expandOption(written, host);
  const where = `for ${transport.name} transport`;
  if (isFailure(directory))
    return err(
      deferred(`current directory "${written}" failed to expand ${where}: ${directory.message}`, {
        errno: ERRNO.expansionFailed,
      }),
    );
  if (directory.text.startsWith('/')) return ok(directory.text);
  return err(
    deferred(`current directory path "${directory.text}" is not absolute ${where}`, { errno: ERRNO.notAbsolute }),
  );
}
