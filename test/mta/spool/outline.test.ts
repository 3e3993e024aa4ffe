/** Records as they come to be written have the patterns that make long queues quick to list. */
import { describe, expect, it } from 'vitest';
import type { Progress, QueueEntry } from '../../../src/mta/spool/index.ts';
import { progressByPattern, queueByPattern } from '../../../src/mta/spool/outline.ts';
import { splitMessage } from '../../../src/mta/spool/record.ts';
import { applyChange } from '../../../src/mta/spool/state.ts';
import { arrived } from './contract/world.ts';

const ID = '1vNtQc-0002IQ-0J';
const first = splitMessage(arrived(ID), 10, undefined).queue;
const changed = (change: Parameters<typeof applyChange>[1], before: object = first): string =>
  JSON.stringify({ ...applyChange({ ...(before as QueueEntry), progress: [] }, change), progress: undefined });

describe('the record of a message fits its pattern', () => {
  it.each<[string, string]>([
    ['as it came', JSON.stringify(first)],
    [
      'of a queue with a name, frozen, of an untrusted sender',
      JSON.stringify(
        splitMessage(arrived(ID, { queue: 'slow', frozenAtMs: 1.5, senderSetUntrusted: false }), 10, undefined).queue,
      ),
    ],
    ['after a delivery', changed({ firstDelivery: false, warnings: 1 })],
    ['frozen later', changed({ frozenAtMs: 5 })],
    ['thawed', changed({ frozenAtMs: 'thawed', manualThaw: true }, { ...first, frozenAtMs: 5 })],
    ['moved, and frozen', changed({ queue: 'slow', frozenAtMs: 5 })],
    [
      'with another sender, and one more recipient',
      changed({ sender: '', addRecipients: [{ address: 'c@x.example' }] }),
    ],
    [
      'with what is asked of reports',
      JSON.stringify(
        splitMessage(
          arrived(ID, { recipients: [{ address: 'a@x', notify: ['FAILURE', 'DELAY'], orcpt: 'rfc822;a@x' }] }),
          1,
          undefined,
        ).queue,
      ),
    ],
  ])('%s', (_, text) => {
    const outline = queueByPattern(text);
    expect(outline).toBeDefined();
    expect(JSON.parse(text)).toMatchObject(outline!);
  });

  it('and what is unlike it is not taken for it', () => {
    expect(queueByPattern(JSON.stringify({ ...first, sender: 'a"b@x' }))).toBeUndefined();
    expect(queueByPattern(JSON.stringify({ ...first, more: 1 }))).toBeUndefined();
    expect(queueByPattern(JSON.stringify(first).slice(0, -1))).toBeUndefined();
  });
});

describe('the record of progress fits its pattern', () => {
  const atMs = 1;
  it.each<Progress>([
    { address: 'a@x', status: 'done', atMs },
    {
      address: 'a@x',
      status: 'failed',
      atMs,
      parent: 'b@x',
      router: 'r',
      transport: 't',
      errno: -22,
      text: 'no',
      attempts: 1,
    },
    {
      ...{ address: 'a@x', status: 'deferred', atMs, host: 'h [::1]:25', errno: 0, text: 'later', smtpCode: 450 },
      ...{
        enhancedStatus: '4.2.0',
        attempts: 7,
        nextAttemptAtMs: 5.25,
        waitsFor: ['T:h:::1:25', 'R:x'],
        lastTryAtMs: 9,
      },
    },
  ])('%j', (progress) => {
    const outline = progressByPattern(JSON.stringify(progress));
    expect(outline).toBeDefined();
    expect(progress).toMatchObject(outline!);
    expect(Object.keys(outline!)).toEqual(
      ['address', 'status', 'text', 'host', 'attempts', 'nextAttemptAtMs'].filter((name) => name in progress),
    );
  });
});
