/** Header fields follow a domain that routing has changed: completed, widened, or led elsewhere with `rewrite:`. */
import { headersRewriteRules, type RewriteRule } from '../../config/index.ts';
import { placeOfHeader, type RewriteWorld, rewriteHeader } from '../../rewrite/index.ts';
import type { StoredHeader } from '../../spool/index.ts';
import type { Look } from '../round.ts';

/** From a domain to what routing made of it. */
export type ChangedDomains = ReadonlyMap<string, string>;

/** @returns the same attempt, with a message whose fields have the new domains */
export async function followDomains<T extends Look>(round: T, changes: ChangedDomains): Promise<T> {
  if (changes.size === 0) return round;
  const { message, stored, host } = round;
  const world: RewriteWorld = { rules: rulesFor(changes), host, qualifyDomain: () => '' };
  const headers = await Promise.all(stored.headers.map((header) => followIn(header, world)));
  const changed = { ...stored, headers };
  return { ...round, stored: changed, message: { ...message, stored: changed } };
}

/** Written as in `headers_rewrite`, with a separator that no domain has. */
const rulesFor = (changes: ChangedDomains): readonly RewriteRule[] =>
  [...changes].flatMap(([from, to]) =>
    headersRewriteRules(`<; *@${from} $1@${to}`).map((rule) => ({ ...rule, place: NOWHERE })),
  );

const NOWHERE: RewriteRule['place'] = { file: '', line: 0, lastLine: 0 };

async function followIn(header: StoredHeader, world: RewriteWorld): Promise<StoredHeader> {
  const { text, letter } = header;
  const colon = text.indexOf(':');
  const place = colon < 0 || letter === '*' ? undefined : placeOfHeader(text.slice(0, colon).trim());
  if (place === undefined) return header;
  const column = colon + 1;
  return {
    ...header,
    text: text.slice(0, column) + (await rewriteHeader(text.slice(column), { place, column }, world)),
  };
}
