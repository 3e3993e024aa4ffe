/** One entry looked after once: certificates read anew, proofs fetched where they are due, and what that means for it. */
import { err, type Failure, type Finding, ok, type Result } from '../../../base/index.ts';
import type { Certificate } from '../../pki/index.ts';
import { type FetchOptions, fetchProofs, type Wanted } from '../fetch.ts';
import { say } from '../findings/define.ts';
import * as row from '../findings/fetch.ts';
import { alarm, unreadable } from '../findings/watch.ts';
import { type ProofReport, showSpan } from '../report.ts';
import type { StaplePorts } from '../types.ts';
import { leavesOf } from '../wanted.ts';
import type { WatchEntry } from './config.ts';
import { isAlarming } from './schedule.ts';
import { readCertificateFile } from './sources.ts';

/** What an entry does not say itself. */
export interface WatchOptions {
  readonly fetch: FetchOptions;
  readonly alarmMs?: number;
  readonly hook?: readonly string[];
  readonly hookTimeoutMs: number;
}

export interface Attempted {
  readonly entry: WatchEntry;
  readonly proofs: readonly ProofReport[];
  readonly findings: readonly Finding[];
}

export async function attempt(entry: WatchEntry, options: WatchOptions, ports: StaplePorts): Promise<Attempted> {
  const material = await readMaterial(entry);
  if (!material.ok) return failed(entry, material.error);
  const { wanted, issuers, chain } = material.value;
  const fetched = await fetchProofs(wanted, fetchOptions(entry, options, issuers, chain), ports);
  if (!fetched.ok) return failed(entry, fetched.error);
  const { findings, data } = fetched.value;
  const now = ports.clock.now().getTime();
  const alarms = data.proofs.flatMap((proof) => alarmFor(proof, entry, options, now));
  const isAlarmed = (file: string | undefined): boolean => alarms.some(({ scope }) => scope.file === file);
  const hasStored = (file: string | undefined): boolean =>
    data.proofs.some((proof) => proof.file === file && proof.storedUntil !== undefined);
  const weighed = findings.map((finding) =>
    weigh(finding, hasStored(finding.scope.file), isAlarmed(finding.scope.file)),
  );
  return { entry, proofs: data.proofs, findings: [...alarms, ...weighed] };
}

/** While a stored proof has long to go, a responder that cannot be reached is a warning. */
function weigh(finding: Finding, hasStored: boolean, isAlarmed: boolean): Finding {
  const isWeighed = finding.id === row.failed.id || finding.id === row.locked.id;
  if (!isWeighed || !hasStored) return finding;
  return { ...finding, severity: isAlarmed ? 'error' : 'warn' };
}

function alarmFor(proof: ProofReport, entry: WatchEntry, options: WatchOptions, now: number): readonly Finding[] {
  const { storedFrom, storedUntil, file } = proof;
  if (storedFrom === undefined || storedUntil === undefined || file === undefined) return [];
  const endsAt = Date.parse(storedUntil);
  const dates = { endsAt, thisUpdate: Date.parse(storedFrom) };
  const margin = entry.margin ?? options.fetch.marginPercent;
  if (!isAlarming(dates, entry.alarmMs ?? options.alarmMs, margin, now)) return [];
  const left = endsAt - now;
  const when = left > 0 ? `it ends at ${storedUntil}, in ${showSpan(left)}` : `it ended at ${storedUntil}`;
  return [say(alarm, { scope: { file }, detail: `${proof.certificate}: ${when}` })];
}

interface Material {
  readonly wanted: readonly Wanted[];
  readonly issuers: readonly Certificate[];
  readonly chain: readonly Certificate[];
}

async function readMaterial(entry: WatchEntry): Promise<Result<Material, Failure>> {
  const certificates = await readCertificateFile(entry.cert);
  if (!certificates.ok) return certificates;
  const issuers = await readMany(entry.issuer === undefined ? [] : [entry.issuer]);
  if (!issuers.ok) return issuers;
  const chain = await readMany(entry.chain ?? []);
  if (!chain.ok) return chain;
  return ok({ wanted: wantedOf(entry, certificates.value), issuers: issuers.value, chain: chain.value });
}

async function readMany(files: readonly string[]): Promise<Result<readonly Certificate[], Failure>> {
  const all: Certificate[] = [];
  for (const file of files) {
    const read = await readCertificateFile(file);
    if (!read.ok) return err(read.error);
    all.push(...read.value);
  }
  return ok(all);
}

/** One leaf has the file that was named; several have it with a number. */
function wantedOf({ cert, out }: WatchEntry, certificates: readonly Certificate[]): readonly Wanted[] {
  const leaves = leavesOf(certificates);
  return leaves.map((certificate, i) => ({
    certificate,
    source: cert,
    others: certificates.filter((one) => one !== certificate),
    file: leaves.length === 1 ? out : numbered(out, i + 1),
  }));
}

/** `mx.pem.ocsp` → `mx.pem.1.ocsp`. */
const numbered = (file: string, number: number): string => file.replace(/(\.[^./]*)?$/, (end) => `.${number}${end}`);

function fetchOptions(
  entry: WatchEntry,
  { fetch }: WatchOptions,
  issuers: readonly Certificate[],
  chain: readonly Certificate[],
): FetchOptions {
  const { method = fetch.ask.method, digest = fetch.ask.digest, nonce = fetch.ask.nonce } = entry;
  const roots = chain.length === 0 ? fetch.ask.roots : rootsIn(chain);
  return {
    ...fetch,
    ...(issuers.length > 0 && { issuers }),
    urls: entry.url ?? fetch.urls,
    marginPercent: entry.margin ?? fetch.marginPercent,
    format: entry.format ?? fetch.format,
    removeRevoked: entry.removeRevoked ?? fetch.removeRevoked,
    noUrl: entry.noUrl ?? fetch.noUrl,
    ask: { ...fetch.ask, method, digest, nonce, roots, chain: [...chain, ...fetch.ask.chain] },
  };
}

/** Those that sign themselves; where none does, all. */
export function rootsIn(chain: readonly Certificate[]): readonly Certificate[] {
  const selfSigned = chain.filter(({ subject, issuer }) => Buffer.compare(subject, issuer) === 0);
  return selfSigned.length > 0 ? selfSigned : chain;
}

function failed(entry: WatchEntry, { code, message, hint }: Failure): Attempted {
  const def = code.startsWith('stapling/') ? (code === 'stapling/issuer' ? row.noIssuer : row.fileFailed) : unreadable;
  const finding = say(def, { scope: { file: entry.cert }, detail: message, ...(hint !== undefined && { fix: hint }) });
  return { entry, proofs: [], findings: [finding] };
}
