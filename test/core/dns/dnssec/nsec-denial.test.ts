import { describe, expect, it } from 'vitest';
import { decodeNsec, type Nsec } from '../../../../src/core/dns/dnssec/nsec.ts';
import { nsecDeniesType } from '../../../../src/core/dns/dnssec/nsec-denial.ts';
import { encodeName, RR } from '../../../../src/core/dns/index.ts';

/** One link; its only type is A. */
function nsec(owner: string, next: string): Nsec {
  return decodeNsec(owner, Buffer.concat([encodeName(next), Uint8Array.of(0, 1, 0x40)]))!;
}

describe('NSEC: the type is not there', () => {
  const check = (name: string, nsecs: readonly Nsec[], kind: 'absent' | 'unproven'): void =>
    expect(nsecDeniesType(nsecs, name, RR.A, 'z').kind).toBe(kind);

  it('holds where the wildcard is a name without records (RFC 4592 §2.2.2)', () =>
    check('x.y.stars.z', [nsec('a.z', '*.*.stars.z'), nsec('*.*.stars.z', 'z')], 'absent'));

  it('does not hold without the record that shows the wildcard to be empty', () =>
    check('x.y.stars.z', [nsec('*.*.stars.z', 'z')], 'unproven'));

  it('does not hold where the wildcard does not exist, for then the name does not either', () =>
    check('x.y.stars.z', [nsec('a.z', 'a.stars.z'), nsec('a.stars.z', 'z')], 'unproven'));
});
