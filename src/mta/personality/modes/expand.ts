/** `-be`: strings expanded, words or lines of standard input. */
import { expand, parseExpansion } from '../../expand/index.ts';
import { createHost, createLineExpander, readHostConfiguration } from '../../host/index.ts';
import type { Call, Mode, PersonalityPorts } from '../types.ts';

export const expandMode: Mode = {
  matches: (flag) => flag === '-be',
  admin: () => 'checks',
  run: async (call, ports) => {
    const { configuration: given } = call;
    const read = given && readHostConfiguration(given.source, given.macros);
    if (read?.ok === false) {
      ports.complain(`${read.error.join('\n')}\n`);
      return 1;
    }
    const host = createHost({
      clock: ports.clock,
      resolver: ports.resolver,
      ...(read !== undefined && { configuration: read.value }),
    });
    await (call.words.length > 0 ? expandWords(call, host, ports) : expandLines(host, ports));
    await host.close();
    return 0;
  },
};

type Host = ReturnType<typeof createHost>;

async function expandWords({ words }: Call, host: Host, ports: PersonalityPorts): Promise<void> {
  for (const word of words) {
    const outcome = await expand(parseExpansion(word), host);
    await ports.out(outcome.kind === 'text' ? `${outcome.text}\n` : `Failed: ${outcome.message}\n`);
  }
}

/** Exim's prompt, which it writes into pipes as well. */
const PROMPT = '> ';

async function expandLines(host: Host, ports: PersonalityPorts): Promise<void> {
  const lines = createLineExpander(host, () => {});
  const answer = async (said: string): Promise<void> => {
    if (said !== '') await ports.out(said + PROMPT);
  };
  await ports.out(PROMPT);
  for await (const piece of ports.input())
    for (const line of piece.split(/(?<=\n)/)) await answer(await lines.feed(line));
  await answer(await lines.end());
  await ports.out('\n');
}
