/** How fast the resolver answers what it knows. */

import { systemClock } from '../../src/base/index.ts';
import { createExchange, createResolver, parseAnchors, RR } from '../../src/core/dns/index.ts';
import { createNet } from '../../src/core/net/index.ts';
import { startLabProcess } from './lab-process.ts';
import { elapsedMs, median } from './measure.ts';
import type { Bench } from './types.ts';

const NAMES = ['good.test', 'two-mx.test', 'both-keys.test', 'ta211.test', 'nsec3.test'];

export const bench: Bench = {
  name: 'cached look-ups',
  asks: 'validated answers a second out of the cache, one after the other',
  async run(quick) {
    const lab = await startLabProcess(0);
    const net = createNet({ connectMap: lab.connectMap });
    const anchors = parseAnchors(lab.trustAnchor);
    if (!anchors.ok) throw new Error(anchors.error.message);
    const exchange = createExchange(net, [{ kind: 'plain', address: '192.0.2.53', port: 53 }]);
    const resolver = createResolver({ exchange, clock: systemClock, anchors: anchors.value });
    const ask = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) {
        const found = await resolver.lookup(NAMES[i % NAMES.length]!, RR.MX);
        if (!found.ok || found.value.status !== 'secure') throw new Error('not secure');
      }
    };
    await ask(NAMES.length);
    const count = quick ? 50_000 : 200_000;
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) times.push(await elapsedMs(() => ask(count)));
    await resolver.close();
    await net.close();
    await lab.close();
    return [
      {
        name: 'MX, secure',
        ours: (count / median(times)) * 1000,
        unit: '1/s',
        aim: { value: 100_000, better: 'higher' },
      },
    ];
  },
};
