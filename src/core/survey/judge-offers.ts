/** Versions, suites, groups and signatures: what is offered and better were not, and what is missing. */
import type { Finding, FindingDef } from '../../base/index.ts';
import { say } from './findings/define.ts';
import * as offers from './findings/offers.ts';
import type { Judged } from './judged.ts';
import { GROUPS, type GroupRow } from './registry/groups.ts';
import { SCHEMES } from './registry/signature-schemes.ts';
import { type SuiteTraits, traitsOf } from './registry/suite-traits.ts';
import type { AddressSurvey } from './types.ts';
import { offeredVersions } from './versions.ts';

export const judgeOffers = (judged: Judged): readonly Finding[] => [
  ...versions(judged),
  ...suites(judged),
  ...primes(judged),
  ...groups(judged),
  ...signatures(judged),
];

function versions({ survey, scope }: Judged): readonly Finding[] {
  const offered = offeredVersions(survey.versions);
  const is = (version: (typeof offered)[number]): boolean => offered.includes(version);
  const refused = (version: (typeof offered)[number]): boolean =>
    survey.versions.some((report) => report.version === version && report.offered === 'no');
  const old = offered.filter((version) => version === 'TLSv1.0' || version === 'TLSv1.1');
  return [
    ...(is('TLSv1.2') || is('TLSv1.3') ? [say(offers.versions, { scope, detail: offered.join(', ') })] : []),
    ...(refused('TLSv1.2') && refused('TLSv1.3') && offered.length > 0
      ? [say(offers.noCurrent, { scope, detail: `only ${offered.join(', ')}` })]
      : []),
    ...(is('TLSv1.2') && refused('TLSv1.3') ? [say(offers.no13, { scope })] : []),
    ...(survey.versions.some(({ version, offered: answer }) => version === 'SSLv2' && answer === 'yes')
      ? [say(offers.sslv2, { scope })]
      : []),
    ...(is('SSLv3') ? [say(offers.sslv3, { scope })] : []),
    ...(old.length > 0 ? [say(offers.oldVersion, { scope, detail: old.join(', ') })] : []),
  ];
}

/** Clients of submission verify (RFC 8314 §3.3). */
const SUBMISSION_PORT = 587;

/** Names shown of many. */
const MAX_SHOWN = 6;

function suites(judged: Judged): readonly Finding[] {
  const { survey, scope, protocol } = judged;
  const all = [...new Set(survey.suites.flatMap((report) => report.suites))];
  if (all.length === 0) return [];
  const about = (def: FindingDef, has: (traits: SuiteTraits) => boolean, severity = def.severity): Finding[] => {
    const found = all.filter((name) => has(traitsOf(name)));
    return found.length === 0 ? [] : [say(def, { scope, severity, detail: shown(found) })];
  };
  const isRelay = protocol === 'smtp' && scope.port !== SUBMISSION_PORT;
  const isSecret = all.some((name) => traitsOf(name).forwardSecrecy);
  return [
    ...about(offers.plaintext, ({ plaintext }) => plaintext),
    ...about(offers.exportSuites, (traits) => traits.export),
    ...about(offers.oldCiphers, ({ oldCipher, export: weak }) => oldCipher && !weak),
    ...about(offers.anonymous, ({ anonymous }) => anonymous, isRelay ? 'info' : 'error'),
    ...(isSecret
      ? about(offers.staticRsa, ({ forwardSecrecy }) => !forwardSecrecy)
      : [say(offers.noForwardSecrecy, { scope })]),
    ...order(judged),
  ];
}

function shown(names: readonly string[]): string {
  const rest = names.length - MAX_SHOWN;
  return `${names.slice(0, MAX_SHOWN).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Worth a word only below TLS 1.3, whose suites are all good. */
function order({ survey, scope }: Judged): readonly Finding[] {
  const reports = survey.suites.filter(({ version, order: by }) => version !== 'TLSv1.3' && by === 'client');
  const detail = reports.map(({ version }) => version).join(', ');
  return reports.length === 0 ? [] : [say(offers.clientOrder, { scope, detail })];
}

function primes({ survey: { primeBits }, scope }: Judged): readonly Finding[] {
  if (primeBits === undefined || primeBits >= 2048) return [];
  return [
    say(offers.smallPrime, { scope, detail: `${primeBits} bits`, severity: primeBits < 1024 ? 'error' : 'warn' }),
  ];
}

function groups({ survey, scope }: Judged): readonly Finding[] {
  const names = new Set(survey.groups.flatMap((report) => report.groups));
  const rows = [...GROUPS.values()].filter(({ name }) => names.has(name));
  const weak = rows.filter((row) => row.weak === true);
  return [
    ...postQuantum(survey, rows, { scope }),
    ...(weak.length > 0 ? [say(offers.weakGroup, { scope, detail: list(weak) })] : []),
  ];
}

function postQuantum(
  survey: AddressSurvey,
  rows: readonly GroupRow[],
  parts: Pick<Judged, 'scope'>,
): readonly Finding[] {
  const found = rows.filter((row) => row.postQuantum === true);
  if (found.length > 0) return [say(offers.postQuantum, { ...parts, detail: list(found) })];
  const asked = survey.groups.some(({ complete, version }) => complete && version === 'TLSv1.3');
  return asked ? [say(offers.noPostQuantum, parts)] : [];
}

const list = (rows: readonly GroupRow[]): string => rows.map(({ name }) => name).join(', ');

function signatures({ survey, scope }: Judged): readonly Finding[] {
  const names = new Set(survey.signatures.flatMap(({ schemes }) => schemes));
  const found = [...SCHEMES.values()].filter(({ name, forbidden }) => forbidden === true && names.has(name));
  const detail = found.map(({ name }) => name).join(', ');
  return found.length === 0 ? [] : [say(offers.sha1Signatures, { scope, detail })];
}
