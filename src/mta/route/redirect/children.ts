/** Children of a redirected address: addresses that are routed in their turn, and files and commands that are not. */
import { createPace } from '../../../base/index.ts';
import { after, type Later } from '../../expand/index.ts';
import { ancestors, makeItem, originOf } from '../item.ts';
import { flag, text } from '../settings.ts';
import { factsOf } from '../settle/accept.ts';
import { findTransport } from '../settle/transport.ts';
import type { Identity } from '../settle/user.ts';
import type { Item, Propagated, SpecialDelivery } from '../types.ts';
import type { Visit } from '../visit.ts';
import type { Generated } from './types.ts';

/** Who speaks in a list: as whom its files and commands are used, and whether something of it was said from outside. */
export interface Author {
  readonly identity: Identity;
  readonly isTainted: boolean;
}

export async function makeChildren(
  generated: readonly Generated[],
  props: Propagated,
  author: Author,
  visit: Visit,
): Promise<readonly Item[]> {
  const children: Item[] = [];
  const startAt = startOf(visit);
  const pace = createPace();
  for (const one of generated) {
    await pace();
    const rewritten = one.kind === 'address' ? await rewrite(one.address, visit) : one.text;
    const isTainted = author.isTainted || (one.kind === 'address' && one.ownDomain === true && visit.item.isTainted);
    const child = makeItem(rewritten, visit.item, props, isTainted);
    child.startAt = startAt;
    if (flag(visit.router, 'one_time')) child.oneTimeParent = originOf(visit.item).address;
    if (flag(visit.router, 'hide_child_in_errmsg') || visit.item.hidden === true) child.hidden = true;
    if (one.kind === 'address') replaceAncestor(child, visit);
    else child.special = await specialDelivery(one, author, visit);
    if (one.kind !== 'address') child.unique = `${one.text}:${visit.item.unique}`;
    children.push(child);
  }
  return children;
}

/** redirect_router: an index into the routers. */
function startOf({ router, world }: Visit): number {
  const name = text(router, 'redirect_router');
  return name === undefined
    ? 0
    : Math.max(
        0,
        world.configuration.routers.findIndex((one) => one.name === name),
      );
}

const rewrite = (address: string, { router, world }: Visit): Later<string> =>
  flag(router, 'rewrite', true) && world.rewrite !== undefined ? world.rewrite(address) : address;

/** check_ancestor: a child that is one of its ancestors becomes the address at hand once more. */
function replaceAncestor(child: Item, { router, item }: Visit): void {
  if (!flag(router, 'check_ancestor')) return;
  for (const ancestor of [item, ...ancestors(item)]) {
    const isCaseful = ancestor.router !== undefined && flag(ancestor.router, 'caseful_local_part');
    const isSame = isCaseful
      ? child.address === ancestor.address
      : child.address.toLowerCase() === ancestor.address.toLowerCase();
    if (!isSame) continue;
    // What tells it from a double stays what the list said.
    child.address = item.address;
    return;
  }
}

function specialDelivery(
  { kind, text: written }: Exclude<Generated, { kind: 'address' }>,
  { identity, isTainted }: Author,
  visit: Visit,
): Later<SpecialDelivery> {
  const shape = kind === 'pipe' ? 'pipe' : written.endsWith('/') ? 'directory' : 'file';
  const isForbidden =
    flag(visit.router, 'one_time') || flag(visit.router, kind === 'pipe' ? 'forbid_pipe' : 'forbid_file');
  const facts = factsOf(visit, identity);
  const before = visit.passing;
  visit.passing = { ...before, [kind === 'pipe' ? 'address_pipe' : 'address_file']: written };
  return after(findTransport(visit, `${shape}_transport`, true), (found) => {
    visit.passing = before;
    const common = { kind: shape, allowed: !isForbidden, isTainted, facts } as const;
    return found.kind === 'defer'
      ? { ...common, problem: found.message }
      : { ...common, ...(found.transport !== undefined && { transport: found.transport.name }) };
  });
}
