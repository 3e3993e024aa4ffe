/** The tree of a running DANE check: the model event by event, and what is drawn. */
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import type { CheckEvent, KeyReport } from '../../../src/core/dane/index.ts';
import { Tree } from '../../../src/ui/views/dane-check.live.tsx';
import { advance, emptyTree, heightOf } from '../../../src/ui/views/dane-check.live-model.ts';

const key = (keyType: KeyReport['keyType'], status: 'match' | 'no-match'): KeyReport => ({
  keyType,
  outcome: 'tls',
  status,
});
const host = 'mx.good.test';
const address = '192.0.2.1';
const events: readonly CheckEvent[] = [
  { kind: 'hosts', hosts: [host, 'mx2.good.test'] },
  { kind: 'addresses', host, policy: 'dane', addresses: [address, '2001:db8::1'] },
  { kind: 'probing', host, address, keyType: 'ecdsa' },
  { kind: 'probing', host, address, keyType: 'rsa' },
  { kind: 'probed', host, address, key: key('ecdsa', 'match') },
  { kind: 'probed', host, address, key: key('rsa', 'no-match') },
];
const after = (count: number) => events.slice(0, count).reduce(advance, emptyTree);

describe('the model', () => {
  it('knows nothing at first', () => {
    expect(after(0)).toEqual({});
  });
  it('keeps a handshake in its place when it is done', () => {
    const [first, second] = after(6).hosts ?? [];
    expect(first?.addresses[0]?.keys.map(({ keyType, report }) => [keyType, report?.status])).toEqual([
      ['ecdsa', 'match'],
      ['rsa', 'no-match'],
    ]);
    expect(second).toEqual({ name: 'mx2.good.test', addresses: [] });
  });
  it('forgets a key type that the server does not have', () => {
    const without: KeyReport = { keyType: 'rsa', outcome: 'no-such-key' };
    const tree = advance(after(5), { kind: 'probed', host, address, key: without });
    expect(tree.hosts?.[0]?.addresses[0]?.keys.map(({ keyType }) => keyType)).toEqual(['ecdsa']);
  });
  it('knows how many lines it takes', () => {
    expect([heightOf(after(0)), heightOf(after(1)), heightOf(after(6))]).toEqual([1, 3, 6]);
  });
  it('an event about somebody unheard of changes nothing', () => {
    expect(advance(after(6), { kind: 'probing', host: 'elsewhere.test', address, keyType: 'rsa' })).toEqual(after(6));
    expect(advance(emptyTree, events[1]!)).toEqual(emptyTree);
  });
});

describe('the drawing', () => {
  const drawn = (count: number): string => {
    const { lastFrame, unmount } = render(<Tree target="good.test" tree={after(count)} />);
    const frame = (lastFrame() ?? '').replace(/\u001b\[[0-9;]*m/g, '');
    unmount();
    return frame;
  };
  it('waits for the mail hosts', () => {
    expect(drawn(0)).toMatch(/good\.test: mail hosts$/);
  });
  it('shows each address and key type under its host', () => {
    expect(
      drawn(6)
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual([
      'good.test',
      '  mx.good.test dane',
      '    ✓ 192.0.2.1 ecdsa match',
      '    ✗ 192.0.2.1 rsa no-match',
      '    2001:db8::1',
      expect.stringMatching(/mx2\.good\.test: addresses and TLSA$/),
    ]);
  });
});
