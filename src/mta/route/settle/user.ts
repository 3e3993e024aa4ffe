/** Whom a local delivery runs as: user and group of the router, or the local user. */
import { after, expandOption, type Later } from '../../expand/index.ts';
import { MAIN_AND_PANIC } from '../../log/index.ts';
import { flag, text } from '../settings.ts';
import type { Deferred } from '../types.ts';
import { findGroup, findUserOrNumber } from '../users.ts';
import type { Visit } from '../visit.ts';

export interface Identity {
  readonly uid?: number;
  readonly gid?: number;
  readonly initgroups?: boolean;
}

/** What `user` and `group` say, over what check_local_user has found. */
export function settleUser(visit: Visit): Later<Identity | Deferred> {
  const { user, router } = visit;
  const found: Identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  const initgroups = flag(router, 'initgroups') ? { initgroups: true } : {};
  return after(userOption(visit, { ...found, ...initgroups }), (identity) =>
    'kind' in identity ? identity : after(groupOption(visit, identity), (settled) => complete(settled, visit)),
  );
}

/** A user that is only a number brings no group along. */
function complete(identity: Identity | Deferred, { router }: Visit): Identity | Deferred {
  if ('kind' in identity || identity.uid === undefined || identity.gid !== undefined) return identity;
  return { kind: 'defer', message: `user set without group for ${router.name} router` };
}

function userOption(visit: Visit, before: Identity): Later<Identity | Deferred> {
  const written = text(visit.router, 'user');
  if (written === undefined) return before;
  return expandName(visit, 'user', written, async (name) => {
    const user = await findUserOrNumber(name, visit.host);
    return user === undefined
      ? undefined
      : { ...before, uid: user.uid, ...(user.gid !== undefined && { gid: user.gid }) };
  });
}

function groupOption(visit: Visit, before: Identity): Later<Identity | Deferred> {
  const written = text(visit.router, 'group');
  if (written === undefined) return before;
  return expandName(visit, 'group', written, async (name) => {
    const gid = await findGroup(name);
    return gid === undefined ? undefined : { ...before, gid };
  });
}

/** A name that nobody has is a mistake of the configuration, and told in the log. */
export function expandName<Found>(
  { router, host, world }: Visit,
  what: 'user' | 'group',
  written: string,
  find: (name: string) => Promise<Found | undefined>,
): Later<Found | Deferred> {
  const tell = (message: string): Deferred => {
    world.log?.(message, MAIN_AND_PANIC);
    return { kind: 'defer', message };
  };
  return after(expandOption(written, host), async (expanded): Promise<Found | Deferred> => {
    if (expanded.kind !== 'text')
      return tell(`Failed to expand ${what} string "${written}" for the ${router.name} router: ${expanded.message}`);
    const found = await find(expanded.text);
    if (found !== undefined) return found;
    return tell(
      `Failed to find ${what} "${expanded.text}" from expanded string "${written}" for the ${router.name} router`,
    );
  });
}
