/** `-be`: strings expanded, words or lines of standard input. */
import { expand, parseExpansion } from '../../expand/index.ts';
import { createHost, createLineExpander, readHostConfiguration } from '../../host/index.ts';
import type { Call, Mode, PersonalityPorts } from '../types.ts';

export const expandMode: Mode = {
  matches: (flag) => flag === '-be',
  run: async (call, ports) => {
    const { configuration: given } = call;
    const read = given && readHostConfiguration(given.source, given.macros);
    if (read?.ok === false) {
      ports.complain(`${read.error.join('\n')}\n`);
      return 1;
    }
    const host = createHost({ clock: ports.clock, ...(read !== undefined && { configuration: read.value }) });
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

async function expandLines(host: Host, ports: PersonalityPorts): Promise<void> {
  const lines = createLineExpander(host, () => {});
  for await (const piece of ports.input()) {
    const said = await lines.feed(piece);
    if (said !== '') await ports.out(said);
  }
  const last = await lines.end();
  if (last !== '') await ports.out(last);
}
