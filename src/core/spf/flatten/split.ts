/** Items put into records that fit: one, or one with includes of parts (RFC 7208 §3.4, §4.6.4). */
import type { Qualifier } from '../grammar/types.ts';
import type { Item } from './items.ts';
import { aggregate, formatNetwork } from './networks.ts';

export interface FlatRecord {
  readonly name: string;
  readonly record: string;
}

export interface Split {
  /** The domain's own first. */
  readonly records: readonly FlatRecord[];
  /** Of a sender that matches nothing. */
  readonly lookups: number;
}

/** RFC 7208 §3.4: with the name and the header beside it the answer stays within 512 octets. */
export const MAX_RECORD_OCTETS = 450;

/** A run of items that say the same of their networks, whose order does not matter. */
type Piece =
  | { readonly kind: 'networks'; readonly qualifier: Qualifier; readonly texts: readonly string[] }
  | { readonly kind: 'term'; readonly text: string; readonly lookups: number };

export function split(items: readonly Item[], domain: string): Split {
  const pieces = piecesOf(items);
  const kept = pieces.reduce((sum, piece) => sum + (piece.kind === 'term' ? piece.lookups : 0), 0);
  const whole = recordOf(pieces.flatMap(wordsOf));
  if (whole.length <= MAX_RECORD_OCTETS) return { records: [{ name: domain, record: whole }], lookups: kept };
  const parts: FlatRecord[] = [];
  const words = pieces.flatMap((piece) => {
    if (piece.kind === 'term' || recordOf(wordsOf(piece)).length < MIN_OUTSOURCED) return wordsOf(piece);
    const records = fill(piece.texts);
    const names = records.map((_, i) => `_spf${parts.length + i + 1}.${domain}`);
    parts.push(...records.map((record, i) => ({ name: names[i]!, record })));
    return names.map((name) => `${piece.qualifier === '+' ? '' : piece.qualifier}include:${name}`);
  });
  return { records: [{ name: domain, record: recordOf(words) }, ...parts], lookups: kept + parts.length };
}

/** Shorter lists are not worth a look-up. */
const MIN_OUTSOURCED = 120;

function piecesOf(items: readonly Item[]): readonly Piece[] {
  const runs: Item[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (item.kind === 'networks' && last?.kind === 'networks' && last.qualifier === item.qualifier)
      runs[runs.length - 1] = { ...last, networks: [...last.networks, ...item.networks] };
    else runs.push(item);
  }
  return runs.map((item) =>
    item.kind === 'term' ? item : { ...item, texts: aggregate(item.networks).map(formatNetwork) },
  );
}

function wordsOf(piece: Piece): readonly string[] {
  if (piece.kind === 'term') return [piece.text];
  return piece.texts.map((text) => `${piece.qualifier === '+' ? '' : piece.qualifier}${text}`);
}

const recordOf = (words: readonly string[]): string => ['v=spf1', ...words].join(' ');

/** What an included part does not name it fails, which is no match of the include (RFC 7208 §5.2). */
function fill(texts: readonly string[]): readonly string[] {
  const records: string[][] = [[]];
  for (const text of texts) {
    if (recordOf([...records.at(-1)!, text, '-all']).length > MAX_RECORD_OCTETS) records.push([]);
    records.at(-1)!.push(text);
  }
  return records.map((words) => recordOf([...words, '-all']));
}
