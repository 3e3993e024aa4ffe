/** A DS response: is the name a zone of its own, and does trust pass to it (RFC 4035 §5.2)? */
import { ok, type Result } from '../../../base/index.ts';
import { deniesDs, failedProof, nsec3Parameters, validateDenial } from '../dnssec/denial.ts';
import { decodeDs } from '../dnssec/ds.ts';
import { denialMissing, denialWrong, signatureMalformed } from '../dnssec/findings/bogus.ts';
import { because } from '../dnssec/findings/define.ts';
import { unsignedDelegation } from '../dnssec/findings/insecure.ts';
import { nameAbove } from '../dnssec/names.ts';
import { type Circumstances, shown, verifyRrset } from '../dnssec/verify-rrset.ts';
import { RR } from '../rr-types.ts';
import type { DnsError, Name, Reason, Rrset } from '../types.ts';
import type { Response } from './sections.ts';
import { claimedSigners, denialRrsets } from './signers.ts';
import { withoutSignature } from './unsigned.ts';
import { circumstancesNow, type JudgeConfig } from './zone-keys.ts';
import {
  type Chain,
  type Delegation,
  failed,
  insecureBelow,
  type LinkFacts,
  noting,
  type OtherZone,
  type SecureZone,
} from './zone-trust.ts';

export async function judgeDelegation(
  name: Name,
  response: Response,
  chain: Pick<Chain, 'trustBy'>,
  config: JudgeConfig,
): Promise<Result<Delegation, DnsError>> {
  // A name with a CNAME is no zone apex, and its CNAME is what a DS question finds there.
  const present = response.answer.find(name, RR.DS) ?? response.answer.find(name, RR.CNAME);
  const signedBy = present === undefined ? denialRrsets(response) : [present];
  const parent = await chain.trustBy(claimedSigners(signedBy, name, true), nameAbove(name));
  if (!parent.ok) return parent;
  if (parent.value.status !== 'secure') return ok(endedAt(parent.value));
  const circumstances = circumstancesNow(config);
  return ok(
    present === undefined
      ? judgeAbsence(name, response, parent.value, circumstances)
      : judgePresence(present, response, parent.value, circumstances),
  );
}

/** A DS set hands trust down; a CNAME shows that there is no cut. */
function judgePresence(rrset: Rrset, response: Response, parent: SecureZone, circumstances: Circumstances): Delegation {
  const { name, type } = rrset;
  if (rrset.signatures.length === 0) {
    const { status, reason } = withoutSignature(
      response,
      `${shown(name)} ${type === RR.DS ? 'DS' : 'CNAME'}`,
      parent.keys.zone,
    );
    return endedAt(failed(parent, name, status, reason, { server: response.server }));
  }
  const verdict = verifyRrset(rrset, parent.keys, circumstances);
  if (verdict.status === 'bogus') return bogus(parent, name, verdict.reason, response);
  const { ttlSeconds } = verdict;
  if (type === RR.CNAME) return { kind: 'no-cut', parent, exists: true, ttlSeconds };
  if (verdict.wildcardBelow !== undefined) {
    const text = `${shown(name)} DS is signed as a wildcard, which no delegation can be`;
    return bogus(parent, name, because(signatureMalformed, text, parent.keys.zone), response);
  }
  const ds = rrset.rdatas.map(decodeDs).filter((record) => record !== undefined);
  return { kind: 'secure', parent, ds, verdict, ttlSeconds };
}

function judgeAbsence(name: Name, response: Response, parent: SecureZone, circumstances: Circumstances): Delegation {
  const { zone } = parent.keys;
  const rrsets = denialRrsets(response);
  if (rrsets.length === 0) {
    const missing = withoutSignature(response, `the denial of ${shown(name)} DS`, zone);
    const text = `${shown(name)} DS is denied by ${response.server} without proof, although ${shown(zone)} is signed`;
    const reason = missing.status === 'bogus' ? because(denialMissing, text, zone) : missing.reason;
    return endedAt(failed(parent, name, missing.status, reason, { server: response.server }));
  }
  if (fromChild(rrsets, name)) {
    const text = `the denial of ${shown(name)} DS is signed by ${shown(name)} itself, and DS belongs to the parent`;
    return bogus(parent, name, because(denialWrong, text, zone), response); // RFC 4035 §5.2, RFC 6840 §4.4
  }
  const denial = validateDenial(rrsets, parent.keys, circumstances);
  const proof = deniesDs(denial, name, circumstances);
  const above = { links: noting(parent.links, nsec3Parameters(denial)) };
  const facts: LinkFacts = { server: response.server };
  const ttlSeconds = Math.min(denial.ttlSeconds, MAX_DENIAL_TTL_SECONDS);
  switch (proof.kind) {
    case 'no-cut':
      return { kind: 'no-cut', parent, exists: proof.exists, ttlSeconds };
    case 'delegation':
      return endedAt(insecureBelow(above, name, unsignedReason(name, zone), ttlSeconds, facts));
    case 'insecure':
      return endedAt(insecureBelow(above, name, because(proof.def, proof.text, zone), ttlSeconds, facts));
    default:
      return bogus(parent, name, failedProof(denial, proof, `${shown(name)} DS`), response);
  }
}

/** RFC 2308 §5: three hours at most for what is not there. */
const MAX_DENIAL_TTL_SECONDS = 10_800;

const fromChild = (rrsets: readonly Rrset[], name: Name): boolean =>
  claimedSigners(rrsets, name, true).length === 0 && claimedSigners(rrsets, name, false).includes(name);

function unsignedReason(name: Name, zone: Name): Reason {
  return because(
    unsignedDelegation,
    `${shown(zone)} proves that ${shown(name)} is delegated without a DS record`,
    name,
  );
}

function bogus(parent: SecureZone, name: Name, reason: Reason, { server }: Response): Delegation {
  return endedAt(failed(parent, name, 'bogus', reason, { server }));
}

const endedAt = (trust: OtherZone): Delegation => ({ kind: 'ended', trust, ttlSeconds: trust.ttlSeconds });
