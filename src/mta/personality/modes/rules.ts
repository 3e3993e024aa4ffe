/** `-brw`: what rewriting makes of an address; `-brt`: which retry rule counts. */
import { fromOctets, toOctets } from '../../host/index.ts';
import type { Mode } from '../types.ts';
import { withTests } from './tests.ts';

export const rewriteMode: Mode = {
  matches: (flag) => flag === '-brw',
  admin: () => 'checks',
  run: (call, ports) =>
    withTests(call, ports, async (tests) => {
      const [address] = call.words;
      const text =
        address === undefined ? '-brw needs an address argument\n' : await tests.rewrites(fromOctets(address));
      if (tests.isOver()) return 1;
      await ports.out(toOctets(text));
      return address === undefined ? 1 : 0;
    }),
};

export const retryMode: Mode = {
  matches: (flag) => flag === '-brt',
  admin: () => 'checks',
  run: (call, ports) =>
    withTests(call, ports, async (tests) => {
      const sender = call.sender === undefined ? undefined : fromOctets(call.sender);
      const { text, status } = await tests.retryRule(call.words.map(fromOctets), sender);
      if (tests.isOver()) return 1;
      await ports.out(toOctets(text));
      return status;
    }),
};
