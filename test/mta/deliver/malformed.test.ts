/** Messages that cannot be read (`keep_malformed`). */
import { describe, expect, it } from 'vitest';
import { clockAt, systemRandom } from '../../../src/base/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { runQueue } from '../../../src/mta/deliver/index.ts';

const ID = '1xWUss-00059C-44';

/** A queue run so long after the message came; what is logged, and how often somebody took it out. */
async function runAfter(seconds: number, main = '') {
  const read = readConfiguration({ text: `primary_hostname = mx.example\n${main}` });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const log: string[] = [];
  let claims = 0;
  const spool = {
    async *list() {
      yield { kind: 'unreadable', id: ID, octets: 1, reason: 'torn' };
    },
    claim: async () => {
      claims += 1;
      return { ok: false, error: { code: 'spool/corrupt', message: 'torn' } };
    },
  };
  const arrivedMs = new Date('2026-11-26T08:31:14Z').getTime();
  const ports = {
    ...{ configuration: read.value, spool, random: systemRandom, clock: clockAt(new Date(arrivedMs + seconds * 1000)) },
    log: ({ text }: { text: string }) => void log.push(text),
  };
  await runQueue({ how: {}, atOnce: 1, signal: new AbortController().signal }, ports as never);
  return { claims, removed: log.filter((line) => line.includes('cannot be read')) };
}

describe('a message that cannot be read', () => {
  it('stays for four days, and goes then', async () => {
    expect(await runAfter(4 * 86_400 - 60)).toEqual({ claims: 0, removed: [] });
    const { claims, removed } = await runAfter(4 * 86_400 + 60);
    expect(claims).toBe(1);
    expect(removed).toEqual(['Message removed because it cannot be read, and is older than 4d']);
  });

  it('goes when keep_malformed says so', async () => {
    expect((await runAfter(3700, 'keep_malformed = 1h\n')).claims).toBe(1);
    expect((await runAfter(3500, 'keep_malformed = 1h\n')).claims).toBe(0);
  });
});
