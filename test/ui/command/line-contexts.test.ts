/** Contexts of batch lines with flags of their own: shared where they are equal, closed when too many. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/base/index.ts';
import type { Context } from '../../../src/ui/command/index.ts';
import { usageError } from '../../../src/ui/command/index.ts';
import { LineContexts } from '../../../src/ui/command/line-contexts.ts';

function counting() {
  const log: string[] = [];
  const make = (name: string): Context => ({ close: async () => void log.push(`close ${name}`) }) as unknown as Context;
  const contexts = new LineContexts(make('base'), async (common) => {
    log.push(`open ${JSON.stringify(common)}`);
    return common.trust === 'wrong' ? { ok: false, error: usageError('no') } : ok(make(JSON.stringify(common)));
  });
  return { log, contexts };
}

describe('lines', () => {
  it('without flags of their own work with the context of the run, which is not theirs to close', async () => {
    const { log, contexts } = counting();
    expect(await contexts.use({}, async () => 1)).toEqual(ok(1));
    await contexts.close();
    expect(log).toEqual([]);
  });
  it('with equal flags share one, in whatever order they are written', async () => {
    const { log, contexts } = counting();
    const seen = new Set<Context>();
    for (const common of [
      { at: 'x', trust: 'ad' },
      { trust: 'ad', at: 'x' },
    ])
      await contexts.use(common, async (context) => void seen.add(context));
    await contexts.close();
    expect([seen.size, log]).toEqual([1, ['open {"at":"x","trust":"ad"}', 'close {"at":"x","trust":"ad"}']]);
  });
  it('that cannot have one get the reason', async () => {
    const { contexts } = counting();
    expect(await contexts.use({ trust: 'wrong' }, async () => 1)).toMatchObject({
      ok: false,
      error: { message: 'no' },
    });
  });
  it('a thousand different ones leave few open, and none in use is closed', async () => {
    const { log, contexts } = counting();
    const held = contexts.use({ at: 'held' }, async () => {
      for (let at = 0; at < 1000; at += 1) await contexts.use({ at }, async () => {});
      return log.includes('close {"at":"held"}');
    });
    expect(await held).toEqual(ok(false));
    expect(log.filter((line) => line.startsWith('close')).length).toBeGreaterThanOrEqual(984);
    await contexts.close();
    expect(log.filter((line) => line.startsWith('close')).length).toBe(1001);
  });
});
