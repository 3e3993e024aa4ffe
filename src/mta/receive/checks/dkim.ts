/** Signatures of a message, verified once it has come, and told to the ACL signer by signer (Exim spec §58 "DKIM"). */
import {
  createKeyLookup,
  type KeyLookup,
  type Outcome,
  outcome,
  type SignatureVerdict,
  type Verification,
  verifyDkim,
} from '../../../core/dkim/index.ts';
import type { Resolver } from '../../../core/dns/index.ts';
import type { AclVerdict, ContentService } from '../../acl/index.ts';
import { after, type Later, readList, textOf } from '../../expand/index.ts';
import { readFact, setValue } from '../../facts/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import type { Incoming } from '../intake/intake.ts';
import { runPhase } from '../policy/run.ts';
import type { Session } from '../session.ts';
import { byPolicy, rulesOf, upToPass } from './dkim-policy.ts';
import { signerVariables } from './dkim-variables.ts';
import { tagsOf, verdictLine, wordsOf } from './dkim-words.ts';

/** Nothing to do where no signature is there, nobody can be asked for keys, or an ACL has said so. */
export function verifySignatures(session: Session, header: string, incoming: Incoming): Later<void> {
  const { dns } = session.shared.ports.services;
  const isWanted = session.connection.client !== undefined && !session.messageControls.keepsDkimUnverified;
  if (dns === undefined || !isWanted || !/^dkim-signature[ \t]*:/im.test(header)) return;
  return verify(session, header, incoming, dns);
}

/** Each costs a look-up and a verification, so a message could make us work for its sender: Exim tries none of so many. */
const EXCESSIVE = 20;

async function verify(session: Session, header: string, { writer }: Incoming, dns: Resolver): Promise<void> {
  if ((header.match(/^dkim-signature[ \t]*:/gim) ?? []).length >= EXCESSIVE) {
    session.logWithoutId(entry('dkim', {}, 'DKIM: validation error: EXCESS_SIGS', MAIN)); // seen within the header
    tell(session, 'DKIM: Error during validation, disabling signature verification: EXCESS_SIGS');
    session.messageControls.keepsDkimUnverified = true;
    return;
  }
  const verified = await verifyDkim(parts(header, writer.reread()), {
    lookUp: ofOneRecord(createKeyLookup(dns)),
    clock: session.shared.ports.clock,
    rules: rulesOf(session.shared.options),
  });
  if (!verified.ok) return session.logTrouble(`DKIM: ${verified.error.message}`);
  const { options } = session.shared;
  const dkim = upToPass(byPolicy(verified.value, options), options);
  session.checks.dkim = dkim;
  setValue(session.facts, 'dkim_signers', signersOf(dkim).join(':'));
  logTroubles(session, dkim);
  if (!judges(session)) for (const verdict of dkim.verdicts) logVerdict(session, verdict);
}

/**
 * The first record that may be one of keys, as Exim asks: what says of itself by v= that it is of something else, an SPF
 * record for one, is not there. What comes of several keys under a name is open (RFC 6376 §3.6.2.2).
 */
const ofOneRecord =
  (lookUp: KeyLookup): KeyLookup =>
  async (name) => {
    const answer = await lookUp(name);
    if (answer.kind !== 'records') return answer;
    const text = answer.texts.find((one) => !/^v=(?!dkim)/i.test(one));
    if (text !== undefined) return { ...answer, texts: [text] };
    return { kind: 'missing', status: answer.status, detail: `${name} has no record of a key` };
  };

async function* parts(header: string, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield Buffer.from(header, 'latin1');
  yield Buffer.from('\r\n');
  yield* body;
}

/** Domains, and identities where they are said, in the order of the signatures. */
const signersOf = ({ verdicts }: Verification): readonly string[] =>
  verdicts.flatMap((verdict) => {
    const { domain, identity } = tagsOf(verdict);
    return [domain, identity].flatMap((name) => name ?? []);
  });

/** In the words of GnuTLS, with which Debian builds Exim. */
const MISMATCH = 'Public key signature verification has failed.';
const NO_PUBLIC_KEY = 'ASN1 parser: Error in TAG.';

/** Keys that are none; and where no signature holds, what was wrong with the last one that could be tried. */
function logTroubles(session: Session, { verdicts }: Verification): void {
  let last: string | undefined;
  for (const verdict of verdicts) {
    const { reason } = wordsOf(verdict);
    const { domain, selector } = tagsOf(verdict);
    if (reason.startsWith('pubkey_') && reason !== 'pubkey_too_short')
      tell(session, `DKIM: d=${domain} s=${selector} [failed key import]`);
    if (reason === 'pubkey_der_syntax') last = NO_PUBLIC_KEY;
    if (reason === 'signature_incorrect') last = MISMATCH;
  }
  const isGood = verdicts.some(({ result }) => result === 'pass');
  if (!isGood && last !== undefined) tell(session, `DKIM: validation error: ${last}`);
}

const tell = (session: Session, text: string): void => session.log(entry('dkim', {}, text, MAIN));

/**
 * Under dkim_verbose.
 *
 * @param overruled  what an ACL says instead
 */
function logVerdict(session: Session, verdict: SignatureVerdict, overruled?: string): void {
  if (!session.logFormat.selectors.has('dkim_verbose')) return;
  const { domain, selector, result, reason } = verdict;
  session.log(
    entry('dkim', { domain, selector, result, reason }, verdictLine(verdict, overruled), MAIN, 'dkim_verbose'),
  );
}

/** Is there an ACL, and are there signers to run it for? */
function judges({ shared: { options } }: Session): boolean {
  return options.text('acl_smtp_dkim') !== undefined && options.text('dkim_verify_signers') !== '';
}

/** `acl_smtp_dkim`, for each of `dkim_verify_signers`. @returns a verdict where it does not accept */
export const judgeSigners = (session: Session, content: ContentService): Later<AclVerdict | undefined> =>
  after(wantedSigners(session), (signers) =>
    signers.names.length === 0 ? undefined : judgeForEach(session, content, signers),
  );

/** Of `dkim_verify_signers`; what a message's own signatures put there is a stranger's word. */
interface Signers {
  readonly names: readonly string[];
  readonly tainted: boolean;
}

async function judgeForEach(
  session: Session,
  content: ContentService,
  { names, tainted }: Signers,
): Promise<AclVerdict | undefined> {
  const statuses: string[] = [];
  const { dkim } = session.checks;
  for (const signer of names) {
    for (const verdict of verdictsOf(dkim, signer)) {
      for (const [name, value] of Object.entries(signerVariables(signer, verdict)))
        setValue(session.facts, name, value);
      setValue(session.facts, 'dkim_cur_signer', textOf(signer, tainted));
      const decided = await runPhase(session, 'dkim', content);
      const status = await valueNow(session, 'dkim_verify_status');
      statuses.push(status);
      if (dkim !== undefined && verdict !== undefined) await hearWhatWasSaid(session, dkim, verdict, status);
      if (decided !== undefined && decided.outcome !== 'accept') return decided;
    }
  }
  if (statuses.length > 0) setValue(session.facts, 'dkim_verify_status', statuses.join(':'));
  const { dkimOverruled } = session.checks;
  if (dkimOverruled !== undefined) {
    const said = `${statuses.join(':')} - ${await valueNow(session, 'dkim_verify_reason')}`;
    session.checks.dkimOverruled = { ...dkimOverruled, said };
  }
  return undefined;
}

async function valueNow({ facts }: Session, name: 'dkim_verify_status' | 'dkim_verify_reason'): Promise<string> {
  const value = await readFact(facts, name);
  return typeof value === 'string' ? value : (value?.text ?? '');
}

/** `set dkim_verify_status` in the ACL has the last word, for DMARC as well. */
async function hearWhatWasSaid(
  session: Session,
  { verdicts }: Verification,
  verdict: SignatureVerdict,
  status: string,
): Promise<void> {
  const { dkim, dkimOverruled } = session.checks;
  const reason = await valueNow(session, 'dkim_verify_reason');
  const own = wordsOf(verdict);
  const place = verdicts.indexOf(verdict);
  const before = dkimOverruled?.places ?? new Set();
  const isOwn = status === own.status && reason === own.reason;
  if (dkim === undefined || (isOwn && !before.has(place))) return logVerdict(session, verdict);
  const said = `${status} - ${reason}`;
  session.checks.dkimOverruled = { places: new Set([...before, place]), said };
  logVerdict(session, verdict, said);
  if (status === own.status) return;
  const changed = { ...verdict, ...(OVERRULED[status] ?? OVERRULED.invalid) };
  session.checks.dkim = { ...dkim, verdicts: dkim.verdicts.map((one, at) => (at === place ? changed : one)) };
}

const OVERRULED: Readonly<Record<string, Outcome>> & { readonly invalid: Outcome } = {
  pass: outcome('good', 'an ACL says so'),
  fail: outcome('signature-mismatch', 'an ACL says so'),
  invalid: outcome('missing-tag', 'an ACL says so'),
};

/** Without a signature of his a signer is asked about all the same. */
function verdictsOf(dkim: Verification | undefined, signer: string): readonly (SignatureVerdict | undefined)[] {
  const own = dkim?.verdicts.filter((verdict) => {
    const { domain, identity } = tagsOf(verdict);
    const name = signer.includes('@') ? identity : domain;
    return name?.toLowerCase() === signer.toLowerCase();
  });
  return own === undefined || own.length === 0 ? [undefined] : own;
}

const NO_SIGNERS: Signers = { names: [], tainted: false };

function wantedSigners(session: Session): Later<Signers> {
  if (session.shared.options.text('acl_smtp_dkim') === undefined || session.connection.client === undefined)
    return NO_SIGNERS;
  if (session.messageControls.keepsDkimUnverified) return NO_SIGNERS;
  return after(session.expanded('dkim_verify_signers'), (list) => {
    if (list === undefined) return NO_SIGNERS;
    if (list.kind === 'text') {
      const names = [...new Set(readList(list.text).items.filter((item) => item !== ''))];
      return { names, tainted: list.tainted };
    }
    session.logTrouble(`expansion of dkim_verify_signers option failed: ${list.message}`);
    return NO_SIGNERS;
  });
}
