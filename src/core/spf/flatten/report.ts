/** A policy with addresses in the place of names: what `spf flatten` shows. */
import { type Finding, ok, type Report, type Result, say } from '../../../base/index.ts';
import { formatName, type Name, txtRdata } from '../../dns/index.ts';
import { defaultLimits } from '../budget.ts';
import * as findings from '../findings/flatten.ts';
import { problemFindings } from '../findings/problems.ts';
import { problemFindingsOf } from '../findings/say.ts';
import { lintWalk } from '../lint.ts';
import { type Walked, type WalkPorts, walkDomain } from '../walk.ts';
import { itemsOf } from './items.ts';
import { type FlatRecord, MAX_RECORD_OCTETS, split } from './split.ts';

export interface SpfFlattenData {
  readonly domain: string;
  /** As published. */
  readonly record?: string;
  /** The domain's own first; empty where there is nothing to flatten. */
  readonly records: readonly FlatRecord[];
  /** The same as lines of a zone file. */
  readonly zone: readonly string[];
  /** Look-ups of a sender that matches nothing. */
  readonly lookups: { readonly before: number; readonly after: number };
  /** Terms that stay as they are. */
  readonly kept: readonly { readonly term: string; readonly why: string }[];
}

export async function flatten(domain: Name, ports: WalkPorts): Promise<Result<Report<SpfFlattenData>, never>> {
  const walked = await walkDomain(domain, ports);
  const { found, lookups: before } = walked;
  if (found.kind !== 'record') {
    const data = { domain, records: [], zone: [], lookups: { before, after: before }, kept: [] };
    const told = problemFindingsOf(found.problem);
    const stops =
      found.kind === 'none' ? [say(findings.nothing, { scope: { domain }, detail: found.problem.detail })] : told;
    return ok({ findings: stops, data });
  }
  const items = itemsOf(walked);
  const { records, lookups } = split(items, domain);
  const kept = items.flatMap((item) =>
    item.kind === 'term' && item.why !== undefined ? [{ term: item.text, why: item.why }] : [],
  );
  const data: SpfFlattenData = {
    domain,
    record: found.record.text,
    records,
    zone: records.map(zoneLine),
    lookups: { before, after: lookups },
    kept,
  };
  return ok({ findings: [...judge(data), ...faults(walked)], data });
}

/** What flattening mends. */
const MENDED: ReadonlySet<string> = new Set([
  problemFindings['too-many-lookups'].id,
  problemFindings['too-many-voids'].id,
]);

/** A policy that no sender gets a result from, as one with a circle of includes, is so as well when it is flat. */
const faults = (walked: Walked): readonly Finding[] =>
  lintWalk(walked).filter(({ id, severity }) => severity === 'error' && !MENDED.has(id));

function judge({ domain, records, lookups, kept }: SpfFlattenData): readonly Finding[] {
  const scope = { domain };
  const counted = `${lookups.after} look-ups instead of ${lookups.before}, in ${records.length} record${records.length === 1 ? '' : 's'}`;
  const long = records.find(({ record }) => record.length > MAX_RECORD_OCTETS);
  const failed = kept.filter(({ why }) => why === 'a look-up failed');
  return [
    ...(lookups.after > defaultLimits.lookups
      ? [say(findings.tooMany, { scope, detail: counted })]
      : [say(findings.done, { scope, detail: counted })]),
    ...(long === undefined
      ? []
      : [say(findings.tooLong, { scope, detail: `${long.name}: ${long.record.length} octets` })]),
    ...failed.map(({ term }) => say(findings.failed, { scope, detail: term })),
    ...kept
      .filter((each) => !failed.includes(each))
      .map(({ term, why }) => say(findings.kept, { scope, detail: `${term}: ${why}` })),
  ];
}

/** In strings of at most 255 octets (RFC 7208 §3.3). */
function zoneLine({ name, record }: FlatRecord): string {
  const strings = (record.match(/.{1,255}/g) ?? []).map((text) => Uint8Array.from(Buffer.from(text, 'latin1')));
  return `${formatName(name)} IN TXT ${txtRdata.format(strings)}`;
}
