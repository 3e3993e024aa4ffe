/**
 * `-bf`, `-bF`: a forward file, or a filter, tried on the message of standard input (Exim spec ch. "The Exim command line").
 * Filters are recognised, and not run.
 */
import { userInfo } from 'node:os';
import { readBoundedFile } from '../../../base/index.ts';
import { type Configuration, mainValue } from '../../config/index.ts';
import { type MessageText, readMessageText, toOctets } from '../../host/index.ts';
import { type FilterKind, filterKind, notRun, tryForward } from '../../route/index.ts';
import type { Call, Mode, PersonalityPorts, Tried } from '../types.ts';
import { usableOrNone } from './problems.ts';

export const forwardFileMode: Mode = {
  matches: (flag) => flag === '-bf',
  admin: () => 'checks',
  run: async (call, ports) => {
    const configuration = usableOrNone(call);
    if (configuration === undefined) {
      ports.complain('exim: there is no configuration file: give it with -C\n');
      return 1;
    }
    const { filter, forward } = call.tried ?? {};
    const files: { readonly file: string; readonly text: string; readonly isFilter: boolean }[] = [];
    for (const [file, isFilter] of [
      [filter, true],
      [forward, false],
    ] as const) {
      if (file === undefined) continue;
      const text = await readBoundedFile(file, MAX_FILE_OCTETS);
      if (!text.ok && text.error.code === 'file/missing') {
        ports.complain(`exim: failed to open ${file}: No such file or directory\n`);
        return 1;
      }
      files.push({ file, isFilter, text: text.ok ? Buffer.from(text.value).toString('latin1') : '' });
      if (!text.ok)
        return await tellMessage(
          call,
          configuration,
          ports,
          `exim: error while reading ${file}: ${text.error.message}\n`,
        );
    }
    await tellMessage(call, configuration, ports);
    for (const { file, text, isFilter } of files) {
      const kind = isFilter ? (filterKind(text) ?? 'Exim') : filterKind(text);
      const said = kind === undefined ? forwardText(file, text, configuration, call, ports) : filterText(file, kind);
      await ports.out(said.text);
      if (said.status !== 0) return said.status;
    }
    return 0;
  },
};

const MAX_FILE_OCTETS = 1024 * 1024;

interface Said {
  readonly text: string;
  readonly status: 0 | 1;
}

const filterText = (file: string, kind: FilterKind): Said => ({
  text: `Testing ${kind} filter file "${file}"\n\nexim: ${notRun(kind)}\n`,
  status: 1,
});

function forwardText(
  file: string,
  text: string,
  configuration: Configuration,
  { tried }: Call,
  { hostname }: PersonalityPorts,
): Said {
  const heading = `Testing forward file file "${file}"\n\n`;
  const reading = tryForward(text, configuration, hostname, tried?.domain);
  if (reading.kind !== 'list' && reading.kind !== 'blackhole') {
    const why = 'message' in reading ? reading.message : reading.path;
    return { text: `${heading}exim: error in forward file: ${why}\n`, status: 1 };
  }
  const hole = reading.kind === 'blackhole' ? 'exim: forwardfile contains ":blackhole:"\n' : '';
  // The last one found is the first that is told.
  const lines = reading.generated.map((one) => `  ${one.kind === 'address' ? one.address : one.text}\n`).toReversed();
  const made =
    lines.length === 0
      ? 'exim: no addresses generated from forward file\n'
      : `exim: forward file generated:\n${lines.join('')}`;
  return { text: `${heading}${hole}${made}`, status: 0 };
}

/** Of whom the message is, and for whom; and why nothing more is told. */
async function tellMessage(call: Call, configuration: Configuration, ports: PersonalityPorts, end = ''): Promise<1> {
  let octets = '';
  for await (const piece of ports.input()) {
    octets += piece;
    if (octets.length > MAX_MESSAGE_OCTETS) break;
  }
  await ports.out(messageText(octets, call, configuration, ports.hostname) + end);
  return 1;
}

/** A message is looked at as a whole. */
const MAX_MESSAGE_OCTETS = 64 * 1024 * 1024;

/** A line as mailboxes have it says who sends. */
const FROM_LINE = /^From (\S+) [^\n]*\n/;

function messageText(
  octets: string,
  { sender: given, tried = {} }: Call,
  configuration: Configuration,
  hostname: string,
): string {
  const [line = '', fromLine] = FROM_LINE.exec(octets) ?? [];
  const message = readMessageText(octets.slice(line.length));
  const domain = domainOf(configuration, 'qualify_domain', hostname);
  const sender = fromLine ?? given ?? login();
  const lines = [
    ...(message.fields.length === 0 ? ['Warning: no message headers read'] : []),
    ...(fromLine === undefined ? [] : ['Sender taken from "From " line']),
    ...returnPathLines(message),
    `Sender      = ${sender === '' ? '<>' : sender.includes('@') ? sender : `${sender}@${domain}`}`,
    `Recipient   = ${recipientOf(tried, domainOf(configuration, 'qualify_recipient', domain))}`,
    ...(tried.prefix === undefined ? [] : [`Prefix    = ${tried.prefix}`]),
    ...(tried.suffix === undefined ? [] : [`Suffix    = ${tried.suffix}`]),
  ];
  return lines.map((text) => `${text}\n`).join('');
}

const recipientOf = ({ prefix = '', localPart, suffix = '', domain }: Tried, own: string): string =>
  `${prefix}${localPart ?? login()}${suffix}@${domain ?? own}`;

function returnPathLines({ fields }: MessageText): readonly string[] {
  const found = fields.find(({ name }) => name === 'return-path')?.value.trim();
  if (found === undefined) return ['Return-path copied from sender'];
  return ['Return-path taken from "Return-path:" header line', `Return-path = ${found.replace(/^<(.+)>$/s, '$1')}`];
}

const login = (): string => toOctets(userInfo().username);

function domainOf(configuration: Configuration, option: string, other: string): string {
  const named = mainValue(configuration, option);
  if (typeof named === 'string' && named !== '') return named;
  const primary = mainValue(configuration, 'primary_hostname');
  return option === 'qualify_domain' && typeof primary === 'string' && primary !== '' ? primary : other;
}
