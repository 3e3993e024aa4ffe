/** Signatures of a message, verified once it has come, and told to the ACL signer by signer (Exim spec §58 "DKIM"). */
import { createKeyLookup, type SignatureVerdict, type Verification, verifyDkim } from '../../../core/dkim/index.ts';
import type { Answer } from '../../../core/smtp/index.ts';
import type { ContentService } from '../../acl/index.ts';
import { after } from '../../expand/index.ts';
import { setValue } from '../../facts/index.ts';
import { entry, MAIN } from '../../log/index.ts';
import { refuse } from '../policy/refuse.ts';
import { runPhase } from '../policy/run.ts';
import type { Incoming, Session } from '../session.ts';
import { byPolicy } from './dkim-policy.ts';
import { signerVariables, statusOf } from './dkim-variables.ts';

/** Nothing to do where no signature is there, nobody can be asked for keys, or an ACL has said so. */
export async function verifySignatures(session: Session, header: string, { writer }: Incoming): Promise<void> {
  const { dns } = session.shared.ports.services;
  const isWanted = session.connection.client !== undefined && !session.messageControls.keepsDkimUnverified;
  if (dns === undefined || !isWanted || !/^dkim-signature[ \t]*:/im.test(header)) return;
  const verified = await verifyDkim(parts(header, writer.reread()), {
    lookUp: createKeyLookup(dns),
    clock: session.shared.ports.clock,
  });
  if (!verified.ok) return session.logTrouble(`DKIM: ${verified.error.message}`);
  const counted = byPolicy(verified.value, session.shared.options);
  session.checks.dkim = counted;
  setValue(session.facts, 'dkim_signers', signersOf(counted).join(':'));
  for (const verdict of counted.verdicts) logVerdict(session, verdict);
}

async function* parts(header: string, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield Buffer.from(header, 'latin1');
  yield Buffer.from('\r\n');
  yield* body;
}

/** Domains and identities, each once. */
function signersOf({ verdicts }: Verification): readonly string[] {
  const signers = verdicts.flatMap(({ domain, signature }) => {
    const identity = signature?.identity.text;
    return [domain, identity === undefined || identity === `@${domain}` ? undefined : identity];
  });
  return [...new Set(signers.filter((signer) => signer !== undefined).map((signer) => signer.toLowerCase()))];
}

/** `DKIM: d=… s=… c=… a=… b=… [verification succeeded]`, under dkim_verbose. */
function logVerdict(session: Session, { domain, selector, signature, key, result, reason }: SignatureVerdict): void {
  const canon = signature === undefined ? '' : ` c=${signature.header}/${signature.body} a=${signature.algorithm}`;
  const bits = key?.bits === undefined ? '' : ` b=${key.bits}`;
  const text = `DKIM: d=${domain ?? ''} s=${selector ?? ''}${canon}${bits} [${OUTCOMES[result] ?? 'not verified'}${
    result === 'pass' ? '' : ` - ${reason}`
  }]`;
  session.log(entry('dkim', { domain, selector, result, reason }, text, MAIN, 'dkim_verbose'));
}

const OUTCOMES: Readonly<Record<string, string>> = {
  pass: 'verification succeeded',
  fail: 'verification failed',
  permerror: 'invalid',
  temperror: 'invalid',
  policy: 'invalid',
};

/** `acl_smtp_dkim`, for each of `dkim_verify_signers`. @returns an answer where it does not accept */
export async function judgeSigners(session: Session, content: ContentService): Promise<Answer | undefined> {
  const { dkim } = session.checks;
  const statuses: string[] = [];
  for (const signer of await wantedSigners(session)) {
    for (const verdict of verdictsOf(dkim, signer)) {
      for (const [name, value] of Object.entries(signerVariables(signer, verdict)))
        setValue(session.facts, name, value);
      const decided = await runPhase(session, 'dkim', content);
      statuses.push(statusOf(verdict));
      if (decided !== undefined && decided.outcome !== 'accept')
        return refuse(session, decided, { what: { at: 'dkim' } });
    }
  }
  if (statuses.length > 0) setValue(session.facts, 'dkim_verify_status', statuses.join(':'));
  return undefined;
}

/** Without a signature of his a signer is asked about all the same. */
function verdictsOf(dkim: Verification | undefined, signer: string): readonly (SignatureVerdict | undefined)[] {
  const own = dkim?.verdicts.filter(({ domain, signature }) => {
    const names = [domain, signature?.identity.text].map((name) => name?.toLowerCase());
    return names.includes(signer.toLowerCase());
  });
  return own === undefined || own.length === 0 ? [undefined] : own;
}

async function wantedSigners(session: Session): Promise<readonly string[]> {
  if (session.shared.options.text('acl_smtp_dkim') === undefined || session.connection.client === undefined) return [];
  if (session.messageControls.keepsDkimUnverified) return [];
  const list = await after(session.expanded('dkim_verify_signers'), (text) => (text?.kind === 'text' ? text.text : ''));
  const items = list.split(':').map((item) => item.trim());
  return [...new Set(items.filter((item) => item !== ''))];
}
