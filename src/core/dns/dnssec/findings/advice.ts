/** Secure today, and worth mending before it is not. */
import type { ReasonDef } from './define.ts';

export const signatureExpiresSoon: ReasonDef = {
  id: 'dnssec.signature-expires-soon',
  severity: 'warn',
  title: 'A signature runs out soon',
  explanation:
    'Less than three days, or less than a tenth of its life, is left to a signature that the chain of trust needs. ' +
    'A signer that works renews well before that.',
  fix: 'See that the signer runs; sign the zone again now',
  refs: ['RFC 6781 §4.4.2'],
};

export const iterations: ReasonDef = {
  id: 'dnssec.nsec3-iterations',
  severity: 'warn',
  title: 'The zone uses extra NSEC3 iterations',
  explanation:
    'Extra iterations cost every resolver work and hide nothing. Validators may treat any number above zero as insecure.',
  fix: 'Set NSEC3PARAM to 1 0 0 - (no iterations, no salt)',
  refs: ['RFC 9276 §3.1'],
};

export const salted: ReasonDef = {
  id: 'dnssec.nsec3-salt',
  severity: 'info',
  title: 'The zone salts its NSEC3 hashes',
  explanation: 'The zone name is part of every hash already, so a salt adds nothing but octets.',
  fix: 'Set NSEC3PARAM to 1 0 0 - (no iterations, no salt)',
  refs: ['RFC 9276 §3.1'],
};

export const staleDs: ReasonDef = {
  id: 'dnssec.ds-stale',
  severity: 'info',
  title: 'A DS record matches none of the keys',
  explanation:
    'Another DS record carries the chain. This one belongs to a key published ahead of a rollover, or was left behind by one.',
  fix: 'Remove the DS record if its key will not come back',
  refs: ['RFC 7583 §3.3', 'RFC 6840 §5.11'],
};

export const algorithmIncomplete: ReasonDef = {
  id: 'dnssec.ds-algorithm-missing',
  severity: 'warn',
  title: 'A DS record names an algorithm that the zone does not sign with',
  explanation:
    'A zone must be signed with every algorithm that its DS records name. Any path that verifies is enough for us, ' +
    'and stricter validators answer SERVFAIL.',
  fix: 'Remove the DS record of that algorithm, or sign the zone with it too',
  refs: ['RFC 4035 §2.2', 'RFC 6840 §5.11'],
};

export const weakKey: ReasonDef = {
  id: 'dnssec.weak-key',
  severity: 'warn',
  title: 'An RSA key is shorter than 2048 bits',
  explanation: 'Keys of 1024 bits are within reach of a determined attacker; shorter ones are broken.',
  fix: 'Roll to algorithm 13 (ECDSAP256SHA256), or to RSA with 2048 bits',
  refs: ['RFC 6781 §3.4.2', 'RFC 9904'],
};

export const sha1Beside: ReasonDef = {
  id: 'dnssec.sha1-accepted',
  severity: 'warn',
  title: 'The chain rests on SHA-1, accepted only by --allow-sha1',
  explanation:
    'A signature or DS digest in the chain uses SHA-1. Validators that follow RFC 9905 treat the zone as unsigned.',
  fix: 'Roll the keys to algorithm 13 (ECDSAP256SHA256) and publish a DS record with digest type 2',
  refs: ['RFC 9905 §2'],
};

export const adviceFindings: readonly ReasonDef[] = [
  signatureExpiresSoon,
  iterations,
  salted,
  staleDs,
  algorithmIncomplete,
  weakKey,
  sha1Beside,
];
