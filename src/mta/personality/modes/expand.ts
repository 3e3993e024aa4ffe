/** `-be`: strings expanded, words or lines of standard input; with `-Mset`, as they come out for a message of the queue. */
import { ok } from '../../../base/index.ts';
import type { MessageView } from '../../deliver/index.ts';
import { expand, parseExpansion } from '../../expand/index.ts';
import { createHost, createLineExpander, type HostConfiguration, readHostConfiguration } from '../../host/index.ts';
import { withQueue } from '../../queue/index.ts';
import type { Call, Mode, PersonalityPorts } from '../types.ts';
import { loadMessage } from './loaded.ts';
import { told } from './told.ts';

export const expandMode: Mode = {
  matches: (flag) => flag === '-be',
  admin: ({ loaded }) => (loaded === undefined ? 'checks' : 'loading'),
  run: async (call, ports) => {
    const { configuration: given, loaded: id } = call;
    const read = given && readHostConfiguration(given.source, given.macros);
    if (read?.ok === false) {
      ports.complain(`${read.error.join('\n')}\n`);
      return 1;
    }
    if (id === undefined) return await expandAll(call, read?.value, undefined, ports);
    const work = withQueue(given, ports, async (queue) => {
      const message = await loadMessage(queue, id, ports);
      return ok(await expandAll(call, read?.value, message, ports));
    });
    return await told(ports, work);
  },
};

async function expandAll(
  call: Call,
  configuration: HostConfiguration | undefined,
  message: MessageView | undefined,
  ports: PersonalityPorts,
): Promise<0> {
  const host = createHost({
    clock: ports.clock,
    resolver: ports.resolver,
    ...(configuration !== undefined && { configuration }),
    ...(message !== undefined && { stored: message }),
  });
  await (call.words.length > 0 ? expandWords(call, host, ports) : expandLines(host, ports));
  await host.close();
  return 0;
}

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
