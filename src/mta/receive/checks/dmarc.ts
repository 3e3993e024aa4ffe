/** The dmarc_status condition's question: what does the author's domain want done? (Exim spec §58 "DMARC") */
import {
  domainOf,
  type Evaluation,
  evaluateDmarc,
  type Identifier,
  readAuthors,
  readSuffixFile,
  type SuffixList,
} from '../../../core/dmarc/index.ts';
import type { AclServices } from '../../acl/index.ts';
import { setValue } from '../../facts/index.ts';
import type { Session } from '../session.ts';
import { tellFailure } from './dmarc-failure.ts';
import { appendHistory } from './dmarc-history.ts';

type DmarcService = NonNullable<AclServices['dmarc']>;

/** Once a message. Without `dmarc_tld_file`, for clients who have authenticated, and without a From there is nothing to say. */
export function dmarcService(session: Session): DmarcService | undefined {
  if (session.shared.ports.services.dns === undefined) return undefined;
  return async () => {
    const known = session.checks.dmarc;
    if (known !== undefined) return known.status;
    const found = await evaluate(session);
    session.checks.dmarc = found;
    tell(session, found);
    const { evaluation, suffixes } = found;
    if (evaluation !== undefined) await appendHistory(session, evaluation);
    if (evaluation !== undefined && suffixes !== undefined)
      await tellFailure(session, { evaluation, suffixes, status: TEXTS[found.status] ?? '' });
    return found.status;
  };
}

interface Found {
  readonly status: string;
  readonly evaluation?: Evaluation;
  readonly suffixes?: SuffixList;
}

async function evaluate(session: Session): Promise<Found> {
  if (session.messageControls.keepsDmarcUnverified) return { status: 'off' };
  const suffixes = await suffixesOf(session);
  if (suffixes === undefined || session.connection.auth !== undefined) return { status: 'none' };
  const [author] = readAuthors(Buffer.from(session.fieldOf('from') ?? '', 'latin1').toString('utf8')).domains;
  if (author === undefined) return { status: 'nofrom' };
  const dns = session.shared.ports.services.dns!;
  const evaluation = await evaluateDmarc(
    { author, identifiers: identifiersOf(session), rules: '7489', lot: session.lot() },
    { dns, suffixes: () => Promise.resolve(suffixes) },
  );
  return { status: statusOf(evaluation), evaluation, suffixes };
}

async function suffixesOf(session: Session): Promise<SuffixList | undefined> {
  const file = await session.expanded('dmarc_tld_file');
  if (file?.kind !== 'text' || file.text === '') return undefined;
  const read = await session.shared.suffixes(file.text, () => readSuffixFile(file.text));
  if (read.ok) return read.value;
  session.logTrouble(`DMARC: ${read.error.message.replace(/^--psl: /, 'dmarc_tld_file: ')}`);
  return undefined;
}

function identifiersOf({ checks: { spf, dkim } }: Session): readonly Identifier[] {
  const all = [
    ...(spf === undefined
      ? []
      : [{ mechanism: 'spf' as const, result: spf.verdict.result, domain: spf.verdict.domain }]),
    ...(dkim?.verdicts ?? []).map(({ result, domain = '' }) => ({ mechanism: 'dkim' as const, result, domain })),
  ];
  return all.flatMap((one) => {
    const domain = domainOf(one.domain);
    return domain === undefined ? [] : [{ ...one, domain }];
  });
}

/** `$dmarc_status`. */
function statusOf({ result, disposition, discovery }: Evaluation): string {
  if (result === 'temperror') return 'temperror';
  if (result === 'none' || discovery.policy === undefined) return 'norecord';
  if (result === 'pass') return 'accept';
  return disposition === 'reject' || disposition === 'quarantine' ? disposition : 'none';
}

const TEXTS: Readonly<Record<string, string>> = {
  norecord: 'No DMARC record',
  nofrom: 'No From: domain found',
  none: 'None, Accept',
  accept: 'Accept',
  reject: 'Reject',
  quarantine: 'Quarantine',
  temperror: 'Internal Policy Error',
  off: '',
};

function tell(session: Session, { status, evaluation }: Found): void {
  const aligned = (mechanism: string): string =>
    evaluation?.identifiers.some((one) => one.mechanism === mechanism && one.isAligned && one.result === 'pass') ===
    true
      ? 'yes'
      : 'no';
  const values: Readonly<Record<string, string>> = {
    dmarc_status: status,
    dmarc_status_text: TEXTS[status] ?? '',
    dmarc_used_domain: evaluation?.discovery.policy?.domain ?? '',
    dmarc_domain_policy: evaluation?.discovery.policy?.record.p ?? '',
    dmarc_alignment_spf: aligned('spf'),
    dmarc_alignment_dkim: aligned('dkim'),
  };
  for (const [name, value] of Object.entries(values)) setValue(session.facts, name, value);
}
