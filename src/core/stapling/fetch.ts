/**
 * `ocsp fetch`: the proofs of some certificates, each in a file of its own or all in one.
 *
 *   responder → issuer → file (look, lock, ask, choose, write) → findings
 */
import { createLimit, err, type Failure, type Finding, ok, type Report, type Result } from '../../base/index.ts';
import type { Certificate } from '../pki/index.ts';
import { say } from './findings/define.ts';
import * as row from './findings/fetch.ts';
import { findIssuer } from './issuer.ts';
import type { ProofFormat } from './proof-file.ts';
import { type FileJob, refreshFile } from './refresh-file.ts';
import { described, type Named, type ProofReport, type Told, tell, tellFailure } from './report.ts';
import { respondersOf } from './responders.ts';
import type { AskOptions, StaplePorts, Subject } from './types.ts';

/** One certificate whose proof is wanted. */
export interface Wanted {
  readonly certificate: Certificate;
  /** The file it came from, for people. */
  readonly source?: string;
  /** What else was in that file: its issuer, perhaps. */
  readonly others: readonly Certificate[];
  /** Where the proof goes; absent: it is only shown. */
  readonly file?: string;
}

export interface FetchOptions {
  /** The issuer, where it was named. */
  readonly issuers?: readonly Certificate[];
  /** Responders instead of those in the certificates. */
  readonly urls: readonly string[];
  readonly ask: AskOptions;
  readonly marginPercent: number;
  readonly force: boolean;
  readonly removeRevoked: boolean;
  readonly format: ProofFormat;
  /** What a certificate without a responder is; one that must be stapled is an error in any case. */
  readonly noUrl: 'ok' | 'error';
  /** All proofs into the file of the first, as PEM. */
  readonly combined: boolean;
  readonly jobs: number;
  readonly lockWaitMs: number;
}

export interface FetchData {
  readonly proofs: readonly ProofReport[];
}

/**
 * @param wanted  at least one
 * @returns a failure where there is one certificate and it is our own side that keeps us from asking; else a report
 */
export async function fetchProofs(
  wanted: readonly Wanted[],
  options: FetchOptions,
  ports: StaplePorts,
): Promise<Result<Report<FetchData>, Failure>> {
  const limit = createLimit(options.jobs);
  const prepared = await Promise.all(wanted.map((one) => limit(() => prepare(one, options, ports))));
  const groups = options.combined ? [prepared] : prepared.map((one) => [one]);
  const results = await Promise.all(groups.map((group) => limit(() => refreshGroup(group, options, ports))));
  const failures = [...prepared, ...results.flat()].flatMap((one) => (one.kind === 'failed' ? [one.failure] : []));
  if (wanted.length === 1 && failures[0]?.fault === 'configuration') return err(failures[0]);
  const told = results
    .flat()
    .map((one) => (one.kind === 'told' ? one.told : tellFailure(one.of, one.failure, one.named)));
  return ok({ findings: told.flatMap(({ findings }) => findings), data: { proofs: told.map(({ report }) => report) } });
}

interface FailedOne {
  readonly kind: 'failed';
  readonly of: Certificate;
  readonly named: Named;
  readonly failure: Failure;
}

type ToldOne = { readonly kind: 'told'; readonly told: Told };
type Prepared = { readonly kind: 'ready'; readonly subject: Subject; readonly named: Named } | ToldOne | FailedOne;

async function prepare(wanted: Wanted, options: FetchOptions, ports: StaplePorts): Promise<Prepared> {
  const { certificate, source, file } = wanted;
  const named: Named = { ...(source !== undefined && { source }), ...(file !== undefined && { file }) };
  const responders = respondersOf(certificate, options.urls);
  if (responders.kind !== 'urls') return { kind: 'told', told: tellNoResponder(wanted, named, responders, options) };
  const issuer = await findIssuer(
    {
      certificate,
      ...(options.issuers !== undefined && { named: options.issuers }),
      candidates: [...wanted.others, ...options.ask.chain, ...options.ask.roots],
      timeoutMs: options.ask.timeoutMs,
    },
    ports,
  );
  if (!issuer.ok) return { kind: 'failed', of: certificate, named, failure: issuer.error };
  const subject = { certificate, issuer: issuer.value, others: wanted.others, urls: responders.urls };
  return { kind: 'ready', subject, named };
}

function tellNoResponder(
  { certificate }: Wanted,
  named: Named,
  responders: Exclude<ReturnType<typeof respondersOf>, { kind: 'urls' }>,
  { noUrl }: FetchOptions,
): Told {
  const report: ProofReport = { ...described(certificate), ...named, outcome: 'no-responder', attempts: [] };
  return { findings: [noResponderFinding(certificate, named, responders, noUrl)], report };
}

function noResponderFinding(
  { subjectText: detail }: Certificate,
  { source }: Named,
  responders: Exclude<ReturnType<typeof respondersOf>, { kind: 'urls' }>,
  noUrl: FetchOptions['noUrl'],
): Finding {
  const scope = source === undefined ? {} : { file: source };
  if (responders.kind === 'unusable')
    return say(row.badUrl, { scope, detail: `${detail}: ${responders.urls.join(', ')}` });
  if (responders.mustStaple) return say(row.mustStaple, { scope, detail });
  const severity = noUrl === 'error' ? 'error' : 'info';
  if (responders.crls) return say(row.noUrl, { scope, severity, detail });
  const title = 'The certificate names neither an OCSP responder nor CRLs';
  return say(row.noUrl, { scope, severity, title, detail });
}

/** One file with the certificates that are ready; the others stand where they stood. */
async function refreshGroup(
  group: readonly Prepared[],
  options: FetchOptions,
  ports: StaplePorts,
): Promise<readonly (ToldOne | FailedOne)[]> {
  const ready = group.filter((one) => one.kind === 'ready');
  if (ready.length === 0) return group as readonly (ToldOne | FailedOne)[];
  const done = await refreshFile(jobFor(ready, options), ports);
  const now = ports.clock.now();
  return group.map((one) => {
    if (one.kind !== 'ready') return one;
    const { subject, named } = one;
    if (!done.ok) return { kind: 'failed', of: subject.certificate, named, failure: done.error };
    const outcome = done.value.subjects[ready.indexOf(one)]!;
    const told = tell(outcome, done.value, named, now);
    const findings = done.value.swept > 0 && one === ready[0] ? [say(row.swept), ...told.findings] : told.findings;
    return { kind: 'told', told: { ...told, findings } };
  });
}

function jobFor(ready: readonly Extract<Prepared, { kind: 'ready' }>[], options: FetchOptions): FileJob {
  const { file } = ready[0]!.named;
  const { format, ask, marginPercent, force, removeRevoked, lockWaitMs, jobs } = options;
  const subjects = ready.map(({ subject }) => subject);
  return {
    ...(file !== undefined && { file }),
    format,
    subjects,
    ask,
    marginPercent,
    force,
    removeRevoked,
    lockWaitMs,
    jobs,
  };
}
