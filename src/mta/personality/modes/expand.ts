/** `-be`: strings expanded, words or lines of standard input; with `-Mset`, as they come out for a message of the queue; with `-bem`, for one in a file. */
import { ok, readBoundedFile } from '../../../base/index.ts';
import {
  createHost,
  createLineExpander,
  type HostConfiguration,
  type HostOptions,
  readHostConfiguration,
  readMessageText,
} from '../../host/index.ts';
import { withQueue } from '../../queue/index.ts';
import { isAdmin } from '../admin.ts';
import type { Call, Mode, PersonalityPorts } from '../types.ts';
import { abandoned } from '../words.ts';
import { claimedVariables } from './claimed.ts';
import { loadMessage } from './loaded.ts';
import { told } from './told.ts';

export const expandMode: Mode = {
  matches: (flag) => flag === '-be' || flag === '-bem',
  admin: ({ loaded }) => (loaded === undefined ? 'checks' : 'loading'),
  run: async (call, ports) => {
    const { configuration: given, loaded: id } = call;
    const read = given && readHostConfiguration(given.source, given.macros);
    if (call.flag === '-bem') return await expandFor(call, read?.ok === true ? read.value : undefined, ports);
    if (read?.ok === false) {
      ports.complain(`${read.error.join('\n')}\n`);
      return 1;
    }
    if (id === undefined) return await expandAll(call, read?.value, {}, ports);
    const work = withQueue(given, ports, async (queue) => {
      const message = await loadMessage(queue, id, ports);
      return ok(await expandAll(call, read?.value, { stored: message }, ports));
    });
    return await told(ports, work);
  },
};

/** A message is looked at as a whole. */
const MAX_MESSAGE_OCTETS = 64 * 1024 * 1024;

/** A line as mailboxes have it says who sends. */
const FROM_LINE = /^From (\S+) [^\n]*\n/;

/** `-bem FILE`: the message is in a file. */
async function expandFor(
  call: Call,
  configuration: HostConfiguration | undefined,
  ports: PersonalityPorts,
): Promise<number> {
  const [file, ...words] = call.words;
  if (file === undefined) {
    ports.complain(abandoned('-bem'));
    return 1;
  }
  const mail = await readBoundedFile(file, MAX_MESSAGE_OCTETS);
  if (!mail.ok) {
    const { code, message } = mail.error;
    const why = code === 'file/missing' ? `failed to open ${file}: No such file or directory` : message;
    ports.complain(`exim: ${why}\n`);
    return 1;
  }
  const text = Buffer.from(mail.value).toString('latin1');
  const [line = '', sender] = FROM_LINE.exec(text) ?? [];
  if (sender !== undefined) await ports.out('Sender taken from "From " line\n');
  const message = readMessageText(text.slice(line.length));
  const variables = sender === undefined ? {} : { sender_address: sender };
  return await expandAll({ ...call, words }, configuration, { message, variables }, ports);
}

async function expandAll(
  call: Call,
  configuration: HostConfiguration | undefined,
  about: Pick<HostOptions, 'message' | 'stored' | 'variables'>,
  ports: PersonalityPorts,
): Promise<0> {
  const { whole } = configuration ?? {};
  const made = createHost({
    clock: ports.clock,
    resolver: ports.resolver,
    ...(configuration !== undefined && { configuration }),
    ...about,
    variables: { ...claimedVariables(call, whole, ports), ...about.variables },
  });
  // What macros stand for is for administrators alone.
  const host = whole === undefined || (await isAdmin(whole, ports)) ? made : { ...made, macros: {} };
  await (call.words.length > 0 ? expandWords(call, host, ports) : expandLines(host, ports));
  await host.close();
  return 0;
}

type Host = ReturnType<typeof createHost>;

async function expandWords({ words }: Call, host: Host, ports: PersonalityPorts): Promise<void> {
  const lines = createLineExpander(host, () => {});
  for (const word of words) await ports.out(await lines.take(word));
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
