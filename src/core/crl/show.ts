/** A CRL laid out for reading: what it is, whom it is about, its entries up to a bound. */
import { type Finding, type Report, say } from '../../base/index.ts';
import {
  type Certificate,
  type Crl,
  type CrlPile,
  judgeDates,
  judgeForm,
  judgeSigner,
  nameAlgorithm,
  type RevokedEntry,
  showGeneralName,
} from '../pki/index.ts';
import { faultFinding } from './findings/say.ts';
import { readable } from './findings/shown.ts';
import { pointUrls } from './gather.ts';
import { crlFacts } from './report.ts';
import type { CrlFacts } from './types.ts';

export interface CrlShowQuestion {
  readonly pile: CrlPile;
  /** Authorities whose signatures these may be; none: signatures are not looked at. */
  readonly issuers: readonly Certificate[];
  readonly at: Date;
  /** How many entries of each are listed. */
  readonly limit: number;
  /** Contents of a serial number's INTEGER: is it listed? */
  readonly serial?: Uint8Array;
}

export interface CrlShowData {
  readonly crls: readonly ShownCrl[];
}

export interface ShownCrl extends CrlFacts {
  readonly version: number;
  readonly signatureAlgorithm: string;
  /** Absent: no issuer was given. */
  readonly isSignatureGood?: boolean;
  /** Hex. */
  readonly authorityKeyId?: string;
  /** In words, one thing each. */
  readonly scope: readonly string[];
  /** Where its deltas are. */
  readonly deltas: readonly string[];
  /** OIDs. */
  readonly extensions: readonly string[];
  readonly reasons: Readonly<Record<string, number>>;
  /** The first ones. */
  readonly revoked: readonly ShownEntry[];
  /** The entry that was asked for. */
  readonly found?: ShownEntry;
}

export interface ShownEntry {
  /** Hex. */
  readonly serial: string;
  readonly date: string;
  readonly reason?: string;
  readonly invalidityDate?: string;
  /** In an indirect CRL, where it is another than the CRL's own: DER in hex. */
  readonly issuer?: string;
}

export function showCrl(question: CrlShowQuestion): Report<CrlShowData> {
  const { crls, unreadable } = question.pile;
  const problems = unreadable.map(({ code, detail }) => say(faultFinding(code), { detail }));
  return {
    data: { crls: crls.map((crl) => shown(crl, question)) },
    findings: [...crls.flatMap((crl) => findingsOf(crl, question)), ...problems],
  };
}

function findingsOf(crl: Crl, { issuers, at }: CrlShowQuestion): readonly Finding[] {
  const form = judgeForm(crl);
  const dates = judgeDates(crl, { at });
  const signature = issuers.length === 0 ? undefined : verifySignature(crl, issuers);
  const problems = [form, dates, signature].filter((problem) => problem !== undefined);
  const told = [...new Map(problems.map((problem) => [problem.code, problem])).values()];
  if (told.length > 0) return told.map(({ code, detail }) => say(faultFinding(code), { detail }));
  return [say(readable, { detail: `${crl.issuerText}, ${crl.revoked.count} entries` })];
}

const verifySignature = (crl: Crl, certificates: readonly Certificate[]) =>
  judgeSigner(crl, { certificates, isTrusted: () => true });

function shown(crl: Crl, { issuers, limit, serial }: CrlShowQuestion): ShownCrl {
  const { extensions, signed, version } = crl;
  const signature = issuers.length === 0 ? undefined : verifySignature(crl, issuers);
  const found = serial && crl.revoked.find(serial, crl.issuer);
  const { authorityKeyId, freshest, oids } = extensions;
  return {
    ...crlFacts(crl),
    version,
    signatureAlgorithm: nameAlgorithm(signed.algorithm),
    ...(issuers.length > 0 && { isSignatureGood: signature === undefined }),
    ...(authorityKeyId !== undefined && { authorityKeyId: hex(authorityKeyId) }),
    scope: scopeWords(crl),
    deltas: freshest.flatMap(pointUrls),
    extensions: oids,
    reasons: tally(crl),
    revoked: first(crl, limit).map((entry) => shownEntry(entry, crl)),
    ...(found !== undefined && { found: shownEntry(found, crl) }),
  };
}

function first({ revoked }: Crl, limit: number): readonly RevokedEntry[] {
  const entries: RevokedEntry[] = [];
  for (const entry of revoked) {
    if (entries.length === limit) break;
    entries.push(entry);
  }
  return entries;
}

function tally({ revoked }: Crl): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason = 'unspecified' } of revoked) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function scopeWords({ extensions: { issuingPoint } }: Crl): readonly string[] {
  if (issuingPoint === undefined) return [];
  const { name, onlyUsers, onlyAuthorities, onlyAttributes, isIndirect, reasons } = issuingPoint;
  return [
    ...(name?.fullNames ?? []).map((full) => `distribution point ${showGeneralName(full)}`),
    ...(name?.relativeName === undefined ? [] : ['a distribution point relative to the issuer']),
    ...(onlyUsers ? ['end-entity certificates alone'] : []),
    ...(onlyAuthorities ? ['CA certificates alone'] : []),
    ...(onlyAttributes ? ['attribute certificates alone'] : []),
    ...(isIndirect ? ['certificates of other issuers too (indirect)'] : []),
    ...(reasons === undefined ? [] : [`some reasons alone (bits ${[...reasons].join(', ')})`]),
  ];
}

function shownEntry({ serial, date, reason, invalidityDate, issuer }: RevokedEntry, crl: Crl): ShownEntry {
  return {
    serial: hex(serial).replace(/^(00)+(?=..)/, ''),
    date: date.toISOString(),
    ...(reason !== undefined && { reason }),
    ...(invalidityDate !== undefined && { invalidityDate: invalidityDate.toISOString() }),
    ...(issuer !== crl.issuer && { issuer: hex(issuer) }),
  };
}

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
