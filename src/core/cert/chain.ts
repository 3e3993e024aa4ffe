/** A chain judged, and what its server should send. */
import { equalBytes, type Finding, type Report } from '../../base/index.ts';
import { type Certificate, type ChainVerdict, isSelfIssued, verifyChain } from '../pki/index.ts';
import { type Fetched, fetchMissing } from './fetch-issuers.ts';
import {
  duplicate,
  endsSoon,
  expiredUnused,
  missing as missingRow,
  notFetched,
  outOfOrder,
  rootSent,
  unreadable,
  unused,
  valid,
} from './findings/chain.ts';
import { say } from './findings/define.ts';
import { refusalOf } from './findings/refusals.ts';
import { remarksOn } from './sent.ts';
import { shorten } from './short.ts';
import type { CertChainData, CertPorts, ChainCheck, PathEntry, SentEntry } from './types.ts';

const SOON_MS = 14 * 86_400_000;

/** @param check  `sent` has at least the leaf */
export async function checkChain(check: ChainCheck, ports: CertPorts): Promise<Report<CertChainData>> {
  const judge = (fetched: readonly Certificate[]): ChainVerdict => verdictWith(check, fetched);
  const fetched = await fetchMissing(check, (certificates) => lacking(judge(certificates)), ports);
  const verdict = judge(fetched.certificates);
  const data = dataOf(check, verdict, fetched);
  return { data, findings: findingsOf(check, verdict, fetched, data) };
}

function verdictWith(check: ChainCheck, fetched: readonly Certificate[]): ChainVerdict {
  const { sent, given, roots, purpose, at, identity, maxDepth, crls, policies, profile } = check;
  return verifyChain({
    leaf: sent[0]!,
    intermediates: [...sent.slice(1), ...given, ...fetched],
    anchors: roots,
    hasVettedAnchors: check.hasSystemRoots,
    purpose,
    at,
    profile,
    ...(identity !== undefined && { identity }),
    ...(maxDepth !== undefined && { maxDepth }),
    ...(crls !== undefined && { crls }),
    ...(policies !== undefined && { policies }),
  });
}

/** The certificate that nobody here issued, where that is all that is wrong. */
function lacking(verdict: ChainVerdict): Certificate | undefined {
  return !verdict.valid && verdict.code === 'unknown-issuer' ? verdict.path.at(-1) : undefined;
}

function dataOf(check: ChainCheck, verdict: ChainVerdict, { certificates, missing }: Fetched): CertChainData {
  const path = verdict.path.map((certificate, i) => entryOf(certificate, i, check, certificates));
  return {
    valid: verdict.valid,
    ...(!verdict.valid && { code: verdict.code, detail: verdict.detail }),
    purpose: check.purpose,
    profile: check.profile,
    at: check.at.toISOString(),
    path,
    sent: sentEntries(check, verdict),
    ...(verdict.valid && { shouldSend: path.filter(({ role }, i) => role !== 'anchor' || i === 0) }),
    missing: missing.filter(({ fetchedFrom }) => fetchedFrom !== undefined || !verdict.valid),
  };
}

function entryOf(certificate: Certificate, i: number, check: ChainCheck, fetched: readonly Certificate[]): PathEntry {
  const isOf = (list: readonly Certificate[]): boolean => list.some(({ der }) => equalBytes(der, certificate.der));
  const isAnchor = isOf(check.roots);
  const from = isAnchor && i > 0 ? 'roots' : isOf(check.sent) ? 'sent' : isOf(fetched) ? 'fetched' : 'given';
  return { ...shorten(certificate), role: i === 0 ? 'leaf' : isAnchor ? 'anchor' : 'intermediate', from };
}

function sentEntries({ sent, at }: ChainCheck, { path }: ChainVerdict): readonly SentEntry[] {
  const remarks = remarksOn(sent, path, at);
  return sent.map((certificate, i) => ({ ...shorten(certificate), remarks: remarks[i]! }));
}

function findingsOf(check: ChainCheck, verdict: ChainVerdict, fetched: Fetched, data: CertChainData): Finding[] {
  return [
    verdictFinding(check, verdict, data),
    ...missingFindings(fetched, data),
    ...orderFindings(data),
    ...sentFindings(data),
    ...check.unreadable.map((detail) => say(unreadable, { detail })),
    ...soonFindings(check, verdict),
  ];
}

function verdictFinding({ identity, purpose }: ChainCheck, verdict: ChainVerdict, { path }: CertChainData): Finding {
  if (verdict.valid) {
    const who = identity === undefined ? '' : ` named ${identity.value}`;
    return say(valid, { detail: `${path.at(-1)!.subject} is trusted; for ${purpose}${who}` });
  }
  const { code, detail } = verdict;
  const fix = code === 'unknown-issuer' ? undefined : refusalOf(code).fix;
  return say(refusalOf(code), { detail, ...(fix !== undefined && { fix }), evidence: { code } });
}

function missingFindings({ failure }: Fetched, { missing, valid: isValid }: CertChainData): Finding[] {
  const fetched = missing.filter(({ fetchedFrom }) => fetchedFrom !== undefined);
  const told = fetched.map((entry) =>
    say(missingRow, {
      detail: `${entry.subject}, who signed ${entry.for}; it is at ${entry.fetchedFrom}`,
      fix: `fetch ${entry.fetchedFrom} and put it behind the leaf in the server’s certificate file`,
    }),
  );
  const open = isValid ? undefined : missing.find(({ fetchedFrom }) => fetchedFrom === undefined);
  if (failure !== undefined && !isValid) told.push(say(notFetched, { detail: failure }));
  else if (open !== undefined && open.urls.length > 0)
    told.push(
      say(missingRow, {
        severity: 'info',
        title: 'An intermediate may be missing',
        detail: `${open.subject}, who signed ${open.for}, is not here; the certificate says it is at ${open.urls[0]}`,
        fix: 'give it, or have it fetched with --aia',
      }),
    );
  return told;
}

function orderFindings({ sent, shouldSend }: CertChainData): Finding[] {
  const misplaced = sent.filter(({ remarks }) => remarks.includes('out-of-order'));
  if (misplaced.length === 0) return [];
  const order = shouldSend?.map(({ subject }) => subject).join(' ← ');
  const detail = `${misplaced.map(({ subject }) => subject).join('; ')}`;
  return [say(outOfOrder, { detail, ...(order !== undefined && { fix: `send in this order: ${order}` }) })];
}

function sentFindings({ sent }: CertChainData): Finding[] {
  return sent.flatMap((entry) => {
    const has = (remark: SentEntry['remarks'][number]): boolean => entry.remarks.includes(remark);
    const detail = entry.subject;
    if (has('duplicate')) return [say(duplicate, { detail })];
    if (has('root')) return [say(rootSent, { detail })];
    if (!has('unused')) return [];
    return [
      has('expired')
        ? say(expiredUnused, { detail: `${detail} ended ${entry.notAfter.slice(0, 10)}` })
        : say(unused, { detail }),
    ];
  });
}

function soonFindings({ at }: ChainCheck, verdict: ChainVerdict): Finding[] {
  if (!verdict.valid) return [];
  const ending = verdict.path.find(
    (certificate, i) =>
      (i === 0 || !isSelfIssued(certificate)) && certificate.notAfter.getTime() - at.getTime() < SOON_MS,
  );
  return ending === undefined
    ? []
    : [say(endsSoon, { detail: `${ending.subjectText} ends ${ending.notAfter.toISOString().slice(0, 10)}` })];
}
