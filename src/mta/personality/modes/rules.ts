/** `-brw`: what rewriting makes of an address; `-brt`: which retry rule counts. */
import type { AddressTests } from '../../address-test/index.ts';
import { fromOctets, toOctets } from '../../host/index.ts';
import { dateAndTime } from '../../log/index.ts';
import type { Mode, PersonalityPorts, Told } from '../types.ts';
import { withTests } from './tests.ts';

export const rewriteMode: Mode = {
  matches: (flag) => flag === '-brw',
  admin: () => 'checks',
  run: (call, ports) => {
    const work = async (tests: AddressTests): Promise<number> => {
      const [address] = call.words;
      const text =
        address === undefined ? '-brw needs an address argument\n' : await tests.rewrites(fromOctets(address));
      await ports.out(toOctets(text));
      return address === undefined ? 1 : 0;
    };
    return withTests(call, ports, work, mistakesTo(ports));
  },
};

/** Rules that are wrong go to the panic log, and with it to standard error. */
const mistakesTo = ({ complain, clock }: PersonalityPorts): Told => ({
  log: (line) => complain(`${dateAndTime(clock.now())} ${line}\n`),
});

export const retryMode: Mode = {
  matches: (flag) => flag === '-brt',
  admin: () => 'checks',
  run: (call, ports) =>
    withTests(call, ports, async (tests) => {
      const sender = call.sender === undefined ? undefined : fromOctets(call.sender);
      const { text, status } = await tests.retryRule(call.words.map(fromOctets), sender);
      await ports.out(toOctets(text));
      return status;
    }),
};
