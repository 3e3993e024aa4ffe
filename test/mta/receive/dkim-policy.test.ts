import { describe, expect, it } from 'vitest';
import { bestOf, type Verification } from '../../../src/core/dkim/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { byPolicy, rulesOf, upToPass } from '../../../src/mta/receive/checks/dkim-policy.ts';
import { Options } from '../../../src/mta/receive/options.ts';

type Verdict = Verification['verdicts'][number];

const signed = (domain: string, algorithm: string, bits = 2048, result: Verdict['result'] = 'pass'): Verdict =>
  ({
    domain,
    result,
    reason: '',
    value: `a=${algorithm}`,
    signature: { value: '' },
    key: { bits },
  }) as unknown as Verdict;

function counted(configuration: string, verdicts: readonly Verdict[]): readonly string[] {
  const read = readConfiguration({ text: configuration });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const verified = { result: 'none', verdicts, message: {} } as unknown as Verification;
  const options = new Options(read.value);
  const { verdicts: rest } = upToPass(byPolicy(verified, options), options);
  return [bestOf(rest.map((one) => one.result)), ...rest.map(({ domain, result: own }) => `${domain} ${own}`)];
}

describe('which signatures count', () => {
  const ALL = [signed('a', 'rsa-sha256'), signed('b', 'ed25519-sha256', 256), signed('c', 'rsa-sha1', 2048, 'fail')];

  it('by hash and kind of key, in the order of the lists', () => {
    expect(counted('', ALL)).toEqual(['pass', 'b pass', 'a pass']);
    expect(counted('dkim_verify_keytypes = rsa : ed25519\n', ALL)).toEqual(['pass', 'a pass', 'b pass']);
    expect(counted('dkim_verify_keytypes = ed25519\n', ALL)).toEqual(['pass', 'b pass']);
    expect(counted('dkim_verify_hashes = sha1\n', ALL)).toEqual(['fail', 'c fail']);
  });
  it('keys have the least size that is asked for, of each type', () => {
    const read = readConfiguration({ text: 'dkim_verify_min_keysizes = rsa=4096 ed25519=512\n' });
    if (!read.ok) throw new Error(JSON.stringify(read.error));
    expect(rulesOf(new Options(read.value)).leastBits).toEqual({ rsa: 4096, ed25519: 512 });
  });
  it('nothing is said of what is behind the first that passes, where that is wanted, but that its body is another', () => {
    expect(counted('dkim_verify_minimal\n', ALL)).toEqual(['pass', 'b pass', 'a none']);
    const other = { ...signed('x', 'rsa-sha256', 2048, 'fail'), reason: 'body-hash-mismatch' } as const;
    expect(counted('dkim_verify_minimal\n', [other, ...ALL])).toEqual(['pass', 'b pass', 'x fail', 'a none']);
    expect(counted('dkim_verify_minimal\ndkim_verify_keytypes = rsa\n', [other])).toEqual(['fail', 'x fail']);
  });
  it('what cannot be read has its place by what it says of its algorithm, and none without one', () => {
    const unread = (value: string): Verdict =>
      ({ domain: 'd', result: 'permerror', reason: '', value }) as unknown as Verdict;
    expect(counted('', [unread('a=rsa-sha256'), ...ALL])).toEqual(['pass', 'b pass', 'd permerror', 'a pass']);
    expect(counted('', [unread('v=1'), ...ALL])).toEqual(['pass', 'b pass', 'a pass']);
  });
});
