import { describe, expect, it } from 'vitest';
import { formatAge, formatBp, formatSize } from '../../../src/mta/queue/index.ts';
import type { QueueEntry } from '../../../src/mta/spool/index.ts';

const NOW = Date.UTC(2026, 10, 25, 12);

const entry = (more: Partial<QueueEntry>): QueueEntry => ({
  id: '1xWLVV-0002IQ-0J',
  receivedAtMs: NOW,
  login: 'joe',
  sender: 'a@x.example',
  recipients: [{ address: 'b@y.example' }, { address: 'c@y.example' }],
  progress: [],
  manualThaw: false,
  warnings: 0,
  firstDelivery: true,
  sizeOctets: 265,
  ...more,
});
const done = (address: string) => ({ address, status: 'done', atMs: NOW }) as const;
const bp = (more: Partial<QueueEntry>, options = {}): string =>
  formatBp({ kind: 'message', entry: entry(more) }, NOW, options);

describe('the age of a message', () => {
  it.each([
    [0, ' 0m '],
    [59, ' 0m '],
    [60, ' 1m '],
    [90 * 60 + 59, '90m '],
    [91 * 60, ' 2h '],
    [119 * 60, ' 2h '],
    [150 * 60, ' 3h '],
    [72 * 3600, '72h '],
    [73 * 3600, ' 3d '],
    [84 * 3600, ' 4d '],
    [400 * 3600, '17d '],
  ])('of %i seconds is %j', (seconds, text) => {
    expect(formatAge(seconds)).toBe(text);
  });
});

describe('the size of a message', () => {
  it.each([
    [0, '     '],
    [1, '    1'],
    [1023, ' 1023'],
    [1024, ' 1.0K'],
    [1075, ' 1.0K'],
    [10_239, '10.0K'],
    [10_240, '  10K'],
    [1_048_575, '1024K'],
    [1280, ' 1.2K'], // of two that are as near, the even one, as in C
    [1792, ' 1.8K'],
    [1_310_720, ' 1.2M'],
    [1_048_576, ' 1.0M'],
    [10_485_760, '  10M'],
    [104_857_600, ' 100M'],
  ])('of %i octets is %j', (octets, text) => {
    expect(formatSize(octets)).toBe(text);
  });
});

describe('exim -bp', () => {
  it('has a line of the message and one for each recipient', () => {
    expect(bp({})).toBe(' 0m   265 1xWLVV-0002IQ-0J <a@x.example>\n          b@y.example\n          c@y.example\n\n');
  });

  it('marks who is settled, and tells who set the sender, and that it is frozen', () => {
    expect(bp({ progress: [done('b@y.example')], frozenAtMs: NOW, senderSetUntrusted: true, sender: '' })).toBe(
      ' 0m   265 1xWLVV-0002IQ-0J <> (joe) *** frozen ***\n        D b@y.example\n          c@y.example\n\n',
    );
  });

  it('leaves them out with u, and tells those made of others with a', () => {
    const progress = [done('b@y.example'), done('made@z.example'), { ...done('late@z'), status: 'deferred' as const }];
    expect(bp({ progress }, { undelivered: true })).toBe(
      ' 0m   265 1xWLVV-0002IQ-0J <a@x.example>\n          c@y.example\n\n',
    );
    expect(bp({ progress }, { all: true })).toBe(
      ' 0m   265 1xWLVV-0002IQ-0J <a@x.example>\n        D b@y.example\n          c@y.example\n       +D made@z.example\n\n',
    );
  });

  it('tells of a record that does not read', () => {
    expect(formatBp({ kind: 'unreadable', id: '1xWLVV-0002IQ-0J', octets: 7, reason: 'r' }, NOW, {})).toBe(
      '          1xWLVV-0002IQ-0J\n    *** spool format error: size=7 ***\n\n',
    );
  });
});
