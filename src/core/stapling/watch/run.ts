/**
 * Keeping proofs fresh: once over all of them, or for as long as it is wanted.
 *
 * Every minute at the latest the files are looked at: a proof whose date has come, one that is gone, a certificate that was
 * renewed. What is due is fetched, then the hooks run. The pauses after failures are all that is remembered (schedule.ts).
 */
import { stat } from 'node:fs/promises';
import { createLimit, type Failure, type Finding, type Report, type Result } from '../../../base/index.ts';
import { say } from '../findings/define.ts';
import { nothing } from '../findings/watch.ts';
import type { ProofReport } from '../report.ts';
import type { StaplePorts } from '../types.ts';
import { type Attempted, attempt, type WatchOptions } from './attempt.ts';
import type { WatchEntry } from './config.ts';
import { type HookReport, runHooks } from './hook.ts';
import { afterFailure, afterSuccess, idle, isDue, newcomer, type Seen, type Standing, sleepMs } from './schedule.ts';

export interface WatchData {
  readonly proofs: readonly ProofReport[];
  readonly hooks: readonly HookReport[];
}

export interface WatchPorts extends StaplePorts {
  /** Reads the configuration, at the beginning and when told to. */
  readonly load: () => Promise<Result<readonly WatchEntry[], Failure>>;
  /** Hears what happens, as it happens. */
  readonly say: (line: WatchLine) => void;
  /** Sleeps; tells why it woke. */
  readonly pause: (ms: number) => Promise<'time' | 'reload' | 'end'>;
}

export interface WatchLine {
  readonly severity: Finding['severity'];
  readonly text: string;
}

/** Every entry once. */
export async function watchOnce(
  entries: readonly WatchEntry[],
  options: WatchOptions,
  ports: StaplePorts,
): Promise<Report<WatchData>> {
  const { attempted, hooks, findings } = await round(entries, options, ports);
  const none = entries.length === 0 ? [say(nothing)] : [];
  return {
    findings: [...none, ...attempted.flatMap((one) => one.findings), ...findings],
    data: { proofs: attempted.flatMap(({ proofs }) => proofs), hooks },
  };
}

async function round(entries: readonly WatchEntry[], options: WatchOptions, ports: StaplePorts) {
  const limit = createLimit(options.fetch.jobs);
  const attempted = await Promise.all(entries.map((entry) => limit(() => attempt(entry, options, ports))));
  return { attempted, ...(await runHooks(attempted, options, ports.signal)) };
}

interface Watched {
  readonly entry: WatchEntry;
  standing: Standing;
  last?: Attempted;
}

/** Until `pause` says that it is the end; a configuration that cannot be read at the beginning is a failure. */
export async function watch(
  initial: readonly WatchEntry[],
  options: WatchOptions,
  ports: WatchPorts,
): Promise<Report<WatchData>> {
  let watched = enlist(initial, []);
  const hooks: HookReport[] = [];
  ports.say({ severity: 'info', text: `watching ${watched.length} certificate files` });
  for (;;) {
    hooks.push(...(await visit(watched, options, ports)));
    hooks.splice(0, hooks.length - MAX_HOOKS_TOLD);
    const now = ports.clock.now().getTime();
    const seen = await Promise.all(watched.map(async (one) => [one.standing, await look(one)] as const));
    const woke = ports.signal?.aborted === true ? 'end' : await ports.pause(sleepMs(seen, now));
    if (woke === 'end') break;
    if (woke === 'reload') watched = await reload(watched, ports);
  }
  const lasts = watched.flatMap(({ last }) => (last === undefined ? [] : [last]));
  return {
    findings: lasts.flatMap(({ findings }) => findings),
    data: { proofs: lasts.flatMap(({ proofs }) => proofs), hooks },
  };
}

const MAX_HOOKS_TOLD = 100;

/** What is due is looked after; the rest keeps its standing. */
async function visit(
  all: readonly Watched[],
  options: WatchOptions,
  ports: WatchPorts,
): Promise<readonly HookReport[]> {
  const now = ports.clock.now().getTime();
  const looked = await Promise.all(all.map(async (one) => ({ one, seen: await look(one) })));
  const due = looked.filter(({ one, seen }) => one.last === undefined || isDue(one.standing, seen, now));
  if (due.length === 0) return [];
  const { attempted, hooks, findings } = await round(
    due.map(({ one }) => one.entry),
    options,
    ports,
  );
  if (ports.signal?.aborted === true) return hooks; // what was cut short is no failure
  for (const [i, { one }] of due.entries()) {
    one.last = attempted[i]!;
    one.standing = standingAfter(one, await look(one), ports);
    for (const line of linesOf(one.last)) ports.say(line);
  }
  for (const finding of findings) ports.say(lineOf(finding));
  return hooks;
}

function standingAfter({ standing, last }: Watched, seen: Seen, { clock, random }: WatchPorts): Standing {
  const now = clock.now().getTime();
  const { proofs } = last!;
  const ends = proofs.flatMap(({ storedUntil }) => (storedUntil === undefined ? [] : [Date.parse(storedUntil)]));
  const endsAt = ends.length === 0 ? undefined : Math.min(...ends);
  if (proofs.length > 0 && proofs.every(({ outcome }) => outcome === 'no-responder')) return idle(seen, now);
  const isGood = proofs.length > 0 && proofs.every(({ outcome }) => GOOD.has(outcome));
  if (!isGood || endsAt === undefined) return afterFailure(standing, endsAt, seen, now, random);
  return afterSuccess({ refreshAt: seen.proofModifiedMs ?? now, endsAt }, seen, now, random);
}

const GOOD: ReadonlySet<ProofReport['outcome']> = new Set(['written', 'unchanged', 'skipped', 'no-responder']);

/** A bad configuration is told, and the old one stays. */
async function reload(watched: readonly Watched[], ports: WatchPorts): Promise<Watched[]> {
  const loaded = await ports.load();
  if (!loaded.ok) {
    ports.say({ severity: 'error', text: `the configuration stays as it was: ${loaded.error.message}` });
    return [...watched];
  }
  ports.say({ severity: 'info', text: `configuration read again: ${loaded.value.length} certificate files` });
  return enlist(loaded.value, watched);
}

/** Entries that are as before keep their standing; the others are due. */
function enlist(entries: readonly WatchEntry[], before: readonly Watched[]): Watched[] {
  const known = new Map(before.map((one) => [JSON.stringify(one.entry), one]));
  return entries.map((entry) => known.get(JSON.stringify(entry)) ?? { entry, standing: newcomer });
}

/** Of several proofs the one that is due first counts, and one that is missing before all. */
async function look({ entry, last }: Pick<Watched, 'entry' | 'last'>): Promise<Seen> {
  const [certificate, ...proofs] = await Promise.all([entry.cert, ...proofFiles(entry, last)].map(modified));
  const dates = proofs.filter((date) => date !== undefined);
  return {
    ...(dates.length === proofs.length && dates.length > 0 && { proofModifiedMs: Math.min(...dates) }),
    ...(certificate !== undefined && { certModifiedMs: certificate }),
  };
}

function proofFiles({ out }: WatchEntry, last: Attempted | undefined): readonly string[] {
  if (last === undefined || last.proofs.length === 0) return [out];
  return last.proofs.flatMap(({ file, outcome }) => (file === undefined || outcome === 'no-responder' ? [] : [file]));
}

const modified = (file: string): Promise<number | undefined> =>
  stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );

function linesOf({ proofs, findings, entry }: Attempted): readonly WatchLine[] {
  const news = proofs.filter(({ outcome }) => outcome === 'written' || outcome === 'unchanged');
  const good = news.map(({ certificate, storedUntil, refreshAt, file }) => ({
    severity: 'ok' as const,
    text: `${certificate}: good until ${storedUntil}, next fetch ${refreshAt} (${file})`,
  }));
  const bad = findings.filter(({ severity }) => severity !== 'ok' && severity !== 'info').map(lineOf);
  return [...good, ...bad.map(({ severity, text }) => ({ severity, text: `${entry.cert}: ${text}` }))];
}

const lineOf = ({ severity, title, detail }: Finding): WatchLine => ({
  severity,
  text: detail === undefined ? title : `${title}: ${detail}`,
});
