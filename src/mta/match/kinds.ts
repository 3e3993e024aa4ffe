/** How an item of each kind of list is matched. To add a kind: a file here, its name in `ListKind`, a row below. */
import type { Failure, Later, ListKind } from '../expand/index.ts';
import { matchAddress } from './address.ts';
import { matchDomain, matchLocalPart } from './domain.ts';
import type { MatchNested, Question } from './host.ts';
import { matchHost, matchIp } from './hosts.ts';
import { matchText } from './text.ts';
import type { ItemMatch, Manner } from './verdict.ts';

type MatchItem = (
  question: Question,
  item: string,
  manner: Manner,
  matchNested: MatchNested,
) => Later<ItemMatch | Failure>;

export const KINDS: Readonly<Record<ListKind, MatchItem>> = {
  address: matchAddress,
  domain: matchDomain,
  host: matchHost,
  ip: matchIp,
  'local-part': matchLocalPart,
  word: ({ subject, host, origin }, item) => matchText({ subject, host, origin, caseless: true }, item),
};
