/** iplookup: a service says over UDP or TCP which address is meant (Exim spec ch. 19). */
import { addressFamily } from '../../../base/index.ts';
import {
  capturesOf,
  clean,
  expandOption,
  isFailure,
  patternOf,
  readList,
  search,
  type Text,
  textOf,
} from '../../expand/index.ts';
import { MAIN } from '../../log/index.ts';
import { expandWith } from '../expansion.ts';
import { makeItem } from '../item.ts';
import { flag, number, text } from '../settings.ts';
import { settleProps } from '../settle/accept.ts';
import type { Deferred, DriverVerdict } from '../types.ts';
import type { Visit } from '../visit.ts';
import type { RouterDriver } from './types.ts';

export const iplookup: RouterDriver = async (visit) => {
  const { router } = visit;
  const query = await queryOf(visit);
  if (typeof query !== 'string') return query;
  const response = await askEach(query, visit);
  if (response === undefined) {
    if (flag(router, 'optional')) return { kind: 'pass' };
    return { kind: 'defer', message: `${router.name} router: failed to communicate with any host` };
  }
  const captures = judgeResponse(response, query, visit);
  if (!Array.isArray(captures)) return captures as DriverVerdict;
  return follow(captures, visit);
};

/** `user@domain` twice, unless the configuration says otherwise. */
async function queryOf({ router, host, localPart, item }: Visit): Promise<string | Deferred> {
  const written = text(router, 'query');
  if (written === undefined) return `${localPart}@${item.domain} ${localPart}@${item.domain}`;
  const expanded = await expandOption(written, host);
  if (expanded.kind === 'text') return expanded.text;
  return { kind: 'defer', message: `${router.name} router: failed to expand ${written}: ${expanded.message}` };
}

const TIMEOUT_SECONDS = 5;
/** What comes behind is not read. */
const MAX_RESPONSE = 255;

/** Each address of each host, until one answers. */
async function askEach(query: string, { router, world }: Visit): Promise<string | undefined> {
  const port = number(router, 'port') ?? 0;
  const protocol = text(router, 'protocol') === 'tcp' ? 'tcp' : 'udp';
  const timeoutMs = (number(router, 'timeout') ?? TIMEOUT_SECONDS) * 1000;
  for (const name of readList(text(router, 'hosts') ?? '').items) {
    const addresses = addressFamily(name) === 0 ? ((await world.names.addressesOf(name)) ?? []) : [name];
    for (const address of addresses) {
      const response = await world.ask?.({ protocol, address, port, query, timeoutMs });
      if (response !== undefined && response !== '') return response.slice(0, MAX_RESPONSE);
    }
  }
  return undefined;
}

/** What `$0`, `$1`, … are for reroute; a response that does not fit is none. */
function judgeResponse(response: string, query: string, { router }: Visit): readonly Text[] | DriverVerdict {
  const written = text(router, 'response_pattern');
  if (written !== undefined) {
    const pattern = patternOf(written, false);
    const found = isFailure(pattern) ? pattern : search(pattern, written, response);
    if (isFailure(found)) return { kind: 'defer', message: `${router.name} router: ${found.message}` };
    return found === undefined ? { kind: 'decline' } : capturesOf(found, textOf(response, true));
  }
  const [, first = '', identification = ''] = /^(\S*)\s*(.*)$/s.exec(response) ?? [];
  if (text(router, 'query') === undefined && identification !== query.slice(query.indexOf(' ') + 1))
    return { kind: 'decline' };
  return [textOf(first, true)];
}

async function follow(captures: readonly Text[], visit: Visit): Promise<DriverVerdict> {
  const { router, host, item } = visit;
  const written = text(router, 'reroute');
  const match = { matched: true, captures };
  const expanded = written === undefined ? (captures[0] ?? clean('')) : await expandWith(written, host, match);
  if (expanded.kind !== 'text')
    return { kind: 'defer', message: `${router.name} router: failed to expand ${written}: ${expanded.message}` };
  if (!expanded.text.includes('@')) {
    const message = `${router.name} router: reroute string ${expanded.text} is not of the form user@domain`;
    visit.world.log?.(message, MAIN);
    return { kind: 'defer', message };
  }
  const props = await settleProps(visit);
  return 'kind' in props
    ? props
    : { kind: 'children', items: [makeItem(expanded.text, item, props, expanded.tainted)] };
}
