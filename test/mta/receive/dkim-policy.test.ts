import { describe, expect, it } from 'vitest';
import type { Verification } from '../../../src/core/dkim/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { byPolicy } from '../../../src/mta/receive/checks/dkim-policy.ts';
import { Options } from '../../../src/mta/receive/options.ts';

type Verdict = Verification['verdicts'][number];

const signed = (domain: string, algorithm: string, bits = 2048, result: Verdict['result'] = 'pass'): Verdict =>
  ({ domain, result, reason: '', signature: { algorithm }, key: { bits } }) as unknown as Verdict;

function counted(configuration: string, verdicts: readonly Verdict[]): readonly string[] {
  const read = readConfiguration({ text: configuration });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const verified = { result: 'none', verdicts, message: {} } as unknown as Verification;
  const { result, verdicts: rest } = byPolicy(verified, new Options(read.value));
  return [result, ...rest.map(({ domain, result: own }) => `${domain} ${own}`)];
}

describe('which signatures count', () => {
  const ALL = [signed('a', 'rsa-sha256'), signed('b', 'ed25519-sha256', 256), signed('c', 'rsa-sha1', 2048, 'fail')];

  it('by hash and kind of key, in the order of the lists', () => {
    expect(counted('', ALL)).toEqual(['pass', 'b pass', 'a pass']);
    expect(counted('dkim_verify_keytypes = rsa : ed25519\n', ALL)).toEqual(['pass', 'a pass', 'b pass']);
    expect(counted('dkim_verify_keytypes = ed25519\n', ALL)).toEqual(['pass', 'b pass']);
    expect(counted('dkim_verify_hashes = sha1\n', ALL)).toEqual(['fail', 'c fail']);
  });
  it('keys too small do not pass', () => {
    expect(counted('dkim_verify_min_keysizes = rsa=4096\n', ALL)).toEqual(['pass', 'b pass', 'a policy']);
    expect(counted('dkim_verify_min_keysizes = rsa=4096 ed25519=512\n', ALL)).toEqual([
      'policy',
      'b policy',
      'a policy',
    ]);
  });
  it('nothing behind the first that passes, where that is wanted', () => {
    expect(counted('dkim_verify_minimal\n', ALL)).toEqual(['pass', 'b pass']);
    expect(counted('dkim_verify_minimal\n', [signed('x', 'rsa-sha256', 2048, 'fail'), ...ALL])).toEqual([
      'pass',
      'b pass',
    ]);
  });
  it('what cannot be read is told of at the end', () => {
    expect(counted('', [{ domain: 'd', result: 'permerror', reason: '' } as unknown as Verdict, ...ALL])).toEqual([
      'pass',
      'b pass',
      'a pass',
      'd permerror',
    ]);
  });
});
