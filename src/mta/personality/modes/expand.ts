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
import { tellProblems } from './problems.ts';
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
  const mistaken = await mistakeTeller(call, ports);
  await (call.words.length > 0 ? expandWords(call.words, host, mistaken, ports) : expandLines(host, mistaken, ports));
  await host.close();
  return 0;
}

type Host = ReturnType<typeof createHost>;
type MistakeTeller = (message: string) => void;

/** A line that defines no macro is a mistake of the configuration, which has been read to its end. */
async function mistakeTeller(call: Call, ports: PersonalityPorts): Promise<MistakeTeller> {
  const { configuration } = call;
  const file = configuration !== undefined && 'file' in configuration.source ? configuration.source.file : '';
  const text = file === '' ? undefined : await readBoundedFile(file, MAX_CONFIGURATION_OCTETS);
  const line = text?.ok === true ? linesIn(text.value) : 0;
  const place = { file, line, lastLine: line };
  return (message) => void tellProblems([{ place, message, severity: 'error' }], call, ports);
}

/** No configuration has more, which its reader sees to. */
const MAX_CONFIGURATION_OCTETS = 64 * 1024 * 1024;

const LINE_END = 10;

function linesIn(octets: Uint8Array): number {
  const ends = octets.reduce((count, octet) => count + (octet === LINE_END ? 1 : 0), 0);
  return octets.length === 0 || octets.at(-1) === LINE_END ? ends : ends + 1;
}

async function expandWords(
  words: readonly string[],
  host: Host,
  mistaken: MistakeTeller,
  ports: PersonalityPorts,
): Promise<void> {
  const lines = createLineExpander(host, () => {}, mistaken);
  for (const word of words) await ports.out(await lines.take(word));
}

/** Exim's prompt, which it writes into pipes as well. */
const PROMPT = '> ';

async function expandLines(host: Host, mistaken: MistakeTeller, ports: PersonalityPorts): Promise<void> {
  let isMistaken = false;
  const lines = createLineExpander(
    host,
    () => {},
    (message) => {
      isMistaken = true;
      mistaken(message);
    },
  );
  /** A line that goes on with the next comes to nothing yet. */
  const answer = async (said: string): Promise<void> => {
    if (said !== '' || isMistaken) await ports.out(said + PROMPT);
    isMistaken = false;
  };
  await ports.out(PROMPT);
  for await (const piece of ports.input())
    for (const line of piece.split(/(?<=\n)/)) await answer(await lines.feed(line));
  await answer(await lines.end());
  await ports.out('\n');
}
