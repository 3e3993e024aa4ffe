/** `-bt`, `-bv`, `-bvs`: addresses tried, words or lines of standard input. */
import { readConfiguration } from '../../config/index.ts';
import { listRoute, listVerified } from '../../route/index.ts';
import type { Call, Mode, PersonalityPorts } from '../types.ts';

export const addressMode: Mode = {
  matches: (flag) => /^-b(t|v|vs)$/.test(flag),
  run: async (call, ports) => {
    const read =
      call.configuration && readConfiguration(call.configuration.source, { macros: call.configuration.macros });
    if (read === undefined || !read.ok) {
      const { message } = read?.error.find(({ severity }) => severity === 'error') ?? {};
      ports.complain(`exim: ${message ?? 'there is no configuration file: give it with -C'}\n`);
      return 1;
    }
    const tests = ports.addressTests(read.value);
    const seen = new Set<string>();
    let status = 0;
    for await (const address of addressesOf(call, ports)) {
      const one = await tryOne(address, call, tests, seen);
      await ports.out(one.text);
      status = Math.max(status, one.status);
    }
    await tests.close();
    return status;
  },
};

type Tests = ReturnType<PersonalityPorts['addressTests']>;

async function tryOne(address: string, { flag, sender, verbose }: Call, tests: Tests, seen: Set<string>) {
  const as = flag === '-bt' ? undefined : flag === '-bv' ? ('recipient' as const) : ('sender' as const);
  const data = await tests.run({
    address,
    full: verbose,
    ...(sender !== undefined && { sender }),
    ...(as !== undefined && { as }),
  });
  if (!data.ok) return { text: `syntax error: ${data.error}\n`, status: 2 };
  return as !== undefined && !verbose ? listVerified(data.value) : listRoute(data.value, seen);
}

async function* addressesOf({ words }: Call, ports: PersonalityPorts): AsyncGenerator<string> {
  if (words.length > 0) {
    for (const word of words) yield* word.split(',').map((part) => part.trim());
    return;
  }
  let rest = '';
  for await (const piece of ports.input()) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.map((line) => line.trim()).filter((line) => line !== '');
  }
  if (rest.trim() !== '') yield rest.trim();
}
