/** `-bt`, `-bv`, `-bvs`: addresses tried, words or lines of standard input. */
import type { AddressTests } from '../../address-test/index.ts';
import { fromOctets, toOctets } from '../../host/index.ts';
import { itemEnd } from '../../mailbox/index.ts';
import { listRoute, listVerified } from '../../route/index.ts';
import type { Call, Mode } from '../types.ts';
import { questions, withTests } from './tests.ts';

export const addressMode: Mode = {
  matches: (flag) => /^-b(t|v|vs)$/.test(flag),
  admin: () => 'checks',
  run: (call, ports) => {
    const work = async (tests: AddressTests): Promise<number> => {
      const seen = new Set<string>();
      let status = 0;
      for await (const address of questions(call.words, ports, addressesIn)) {
        const one = await tryOne(address, call, tests, seen);
        if (tests.isOver()) return 1;
        await ports.out(one.text);
        status = Math.max(status, one.status);
      }
      return status;
    };
    return withTests(call, ports, work);
  },
};

async function tryOne(address: string, { flag, sender, verbose }: Call, tests: AddressTests, seen: Set<string>) {
  const as = flag === '-bt' ? undefined : flag === '-bv' ? ('recipient' as const) : ('sender' as const);
  const data = await tests.run({
    address: fromOctets(address),
    full: verbose,
    ...(sender !== undefined && { sender: fromOctets(sender) }),
    ...(as !== undefined && { as }),
  });
  if (!data.ok) return { text: `syntax error: ${data.error}\n`, status: 2 };
  const { text, status } = as !== undefined && !verbose ? listVerified(data.value) : listRoute(data.value, seen);
  return { text: toOctets(text), status };
}

/** A word may hold several, with commas between; a comma in quotes or brackets is none of them. */
function addressesIn(word: string): readonly string[] {
  const addresses: string[] = [];
  for (let at = 0; at < word.length; ) {
    const end = itemEnd(word, at);
    addresses.push(word.slice(at, end));
    at = end;
    while (at < word.length && /[,\s]/.test(word[at]!)) at += 1;
  }
  return addresses;
}
