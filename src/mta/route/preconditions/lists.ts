/** domains, local_parts, senders: the address, or the sender, in a list. */
import {
  after,
  clean,
  expandOption,
  type Failure,
  isFailure,
  type Later,
  type ListKind,
  type ListMatch,
  type Text,
  textOf,
} from '../../expand/index.ts';
import { MAIN_AND_PANIC } from '../../log/index.ts';
import { flag, text } from '../settings.ts';
import type { Visit } from '../visit.ts';
import { defer, type Precondition, skip, type Unmet } from './types.ts';

interface ListCheck {
  readonly option: string;
  readonly kind: ListKind;
  readonly subject: (visit: Visit) => string;
  /** What the list knows of the subject. */
  readonly keep: (visit: Visit, value: Text | undefined) => void;
  readonly caseful?: (visit: Visit) => boolean;
}

const inList = ({ option, kind, subject, keep, caseful }: ListCheck): Precondition => ({
  options: [option],
  check: (visit) => {
    const list = text(visit.router, option);
    if (list === undefined) return undefined;
    const wanted = subject(visit);
    const found = matchOption(visit, kind, textOf(wanted, true), list, { caseful: caseful?.(visit) === true });
    return after(found, (answer): Unmet | undefined => {
      if (isFailure(answer)) return defer(option, `${option} check lookup or other defer`);
      if (!answer.matched) return skip(option, `"${wanted}" is not in it`, list);
      keep(visit, answer.value);
      return undefined;
    });
  },
});

/** A list of an option against a subject: the list is expanded first, and made to fail it matches nothing. One that cannot be is logged. */
export function matchOption(
  { host, world }: Pick<Visit, 'host' | 'world'>,
  kind: ListKind,
  subject: Text,
  list: string,
  { caseful = false, hostName }: { readonly caseful?: boolean; readonly hostName?: string } = {},
): Later<ListMatch | Failure> {
  return after(expandOption(list, host), (expanded) => {
    if (expanded.kind === 'forced-fail') return { matched: false };
    if (expanded.kind !== 'text') {
      world.log?.(`failed to expand "${list}" while checking a list: ${expanded.message}`, MAIN_AND_PANIC);
      return expanded;
    }
    const found = host.lists.match(kind, subject, caseful ? clean(withCase(expanded.text)) : expanded, hostName);
    return after(found, (answer) => {
      if (isFailure(answer) && UNEXPANDED.test(answer.message)) world.log?.(answer.message, MAIN_AND_PANIC);
      return answer;
    });
  });
}

/** Of a named list that the one at hand is made of. */
const UNEXPANDED = /^failed to expand ".*" while checking a list: /s;

/** `+caseful` in front, behind a change of the separator. */
const withCase = (list: string): string => {
  const [, change = '', separator = ':'] = /^(\s*<(.))/s.exec(list) ?? [];
  return `${change}+caseful${separator}${list.slice(change.length)}`;
};

export const domains = inList({
  option: 'domains',
  kind: 'domain',
  subject: ({ item }) => item.domain,
  keep: (visit, value) => {
    if (value !== undefined) visit.domainData = value;
  },
});

/** With its case, so that `+caseful` in the list can ask for it; affixes are off. */
export const localParts = inList({
  option: 'local_parts',
  kind: 'local-part',
  subject: ({ item, prefix, suffix }) => {
    const end = item.localPart.length - (suffix?.text.length ?? 0);
    return item.localPart.slice(prefix?.text.length ?? 0, end);
  },
  keep: (visit, value) => {
    if (value !== undefined) visit.localPartData = value;
  },
  caseful: ({ router }) => flag(router, 'caseful_local_part'),
});

export const senders = inList({
  option: 'senders',
  kind: 'address',
  subject: ({ world }) => world.sender,
  keep: (visit, value) => {
    if (value !== undefined) visit.senderData = value;
  },
});
