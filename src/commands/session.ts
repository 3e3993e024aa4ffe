import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../base/index.ts';
import { type Configuration, mainValue, readConfiguration, whatForbidsUse } from '../mta/config/index.ts';
import { toOctets } from '../mta/host/index.ts';
import { createNames } from '../mta/names/index.ts';
import {
  type DecisionData,
  type Rehearsal,
  type RehearsalWanted,
  rehearse,
  type SessionData,
  sessionData,
} from '../mta/receive/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openConfiguration,
  readConfigurationPlace,
} from '../ui/command/configuration-place.ts';
import { inputPieces, writeAside, writeOctets } from '../ui/command/filter-input.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../ui/command/index.ts';
import { type HostPlace, readHostPlace } from '../ui/command/session-place.ts';

interface Input {
  readonly from: HostPlace;
  readonly to?: HostPlace;
  /** Said before anything else. */
  readonly helo?: string;
  /** Of a batch line; else lines of standard input. */
  readonly lines?: readonly string[];
  readonly configuration: GivenConfiguration;
  readonly explain: boolean;
  readonly callouts: boolean;
}

export default class Session extends CheckCommand<Input, SessionData> {
  static override summary = 'An SMTP session with a configuration, as if from any host, and nothing is kept of it.';
  static override description =
    'Lines of standard input are taken as a client’s, and answered as the configuration’s ACLs decide, without a network and ' +
    'without a message stored: as exim -bh does. What the log would say goes to standard error. With --explain every ' +
    'ACL that was run is told behind the session: its statements, their conditions, what they came to. What ratelimit and ' +
    'seen have kept is not looked at, delays do not wait, and STARTTLS is not to be had.';
  static override examples = [
    '<%= config.bin %> session --from 192.0.2.1 -C exim.conf',
    "printf 'EHLO x\\nMAIL FROM:<a@b.example>\\nRCPT TO:<c@d.example>\\n' | <%= config.bin %> session --from 192.0.2.1 --explain",
    `echo '{"from":"192.0.2.1","lines":["EHLO x","QUIT"],"configFile":"exim.conf"}' | <%= config.bin %> session --batch -`,
  ];
  static override flags = {
    ...configurationFlags,
    from: Flags.string({ helpValue: 'IP[:PORT]', description: 'the address the client is taken to have' }),
    to: Flags.string({ helpValue: 'IP[:PORT]', description: 'the address it is taken to have connected to' }),
    helo: Flags.string({ helpValue: 'NAME', description: 'EHLO with this name is said first' }),
    callouts: Flags.boolean({ description: 'hosts are really asked where an ACL verifies by callout' }),
    explain: Flags.boolean({ description: 'every ACL that was run, with its statements and conditions' }),
  };
  static override batchFields = {
    lines: 'what the client says, a list of texts',
    ...CONFIGURATION_FIELDS,
  };

  protected readonly facts: CommandFacts<SessionData> = {
    command: 'session',
    schema: 'session',
    needs: 'nothing',
    view: async () => (await import('../ui/views/session.ts')).sessionView,
  };

  private readonly configurations = new Map<string, Result<Configuration, Failure>>();

  protected readInput(fields: Fields): Input {
    const to = fields.has('to') ? readHostPlace(fields, 'to') : undefined;
    const helo = fields.optionalText('helo');
    return {
      from: readHostPlace(fields, 'from'),
      explain: fields.flag('explain'),
      callouts: fields.flag('callouts'),
      configuration: readConfigurationPlace(fields),
      ...(to !== undefined && { to }),
      ...(helo !== undefined && { helo }),
      ...(fields.has('lines') && { lines: fields.texts('lines') }),
    };
  }

  protected target({ from }: Input): string {
    return from.address;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<SessionData>, Failure>> {
    const configuration = await this.read(input.configuration);
    if (!configuration.ok) return configuration;
    const wanted = this.wanted(input, configuration.value, context);
    const first = input.helo === undefined ? [] : [`EHLO ${input.helo}`];
    const isText = context.settings.outputs.every(({ format, file }) => format === 'text' && file === undefined);
    if (input.lines === undefined && isText) return converse(wanted, first, input.explain);
    const lines = input.lines ?? (await readLines());
    const data = await sessionData(wanted, [...first, ...lines.map(toOctets)]);
    return data.ok ? ok({ findings: [], data: data.value }) : err(usageError(data.error.message));
  }

  /** A line of a batch may name the same as others: it is read once. */
  private async read(given: GivenConfiguration): Promise<Result<Configuration, Failure>> {
    const key = JSON.stringify(given);
    const known = this.configurations.get(key);
    if (known !== undefined) return known;
    const read = await readGiven(given);
    this.configurations.set(key, read);
    return read;
  }

  private wanted(
    { from, to, callouts: asksHosts }: Input,
    configuration: Configuration,
    { clock, settings, trace }: Context,
  ): RehearsalWanted {
    const open = async () => {
      const { createNetwork } = await import('../ui/command/network.ts');
      return createNetwork(settings, trace, clock, false);
    };
    let opened: ReturnType<typeof open> | undefined;
    const network = (): ReturnType<typeof open> => {
      opened ??= open();
      return opened;
    };
    const resolver = async () => {
      const made = await network();
      return made.ok ? ok(made.value.informed) : made;
    };
    const callouts = async () => {
      const made = await network();
      return made.ok ? { net: made.value.net, web: () => made.value.net } : undefined;
    };
    return {
      configuration,
      from,
      clock,
      resolver,
      ...(asksHosts && { callouts }),
      names: createNames({
        resolver,
        withoutIpv6: mainValue(configuration, 'disable_ipv6') === true,
        order: String(mainValue(configuration, 'host_lookup_order') ?? 'bydns:byaddr'),
      }),
      ...(to !== undefined && { to }),
    };
  }
}

async function readGiven({ source, macros }: GivenConfiguration): Promise<Result<Configuration, Failure>> {
  const opened = await openConfiguration(source);
  if (!opened.ok) return opened;
  const read = readConfiguration(opened.value, { macros });
  const wrong = read.ok ? whatForbidsUse(read.value) : read.error;
  if (read.ok && wrong.length === 0) return read;
  const sentences = wrong
    .filter(({ severity }) => severity === 'error')
    .map(({ place, message }) => `${place.file}:${place.line}: ${message}`);
  return err(usageError(sentences.join('\n'), 'mxray config check tells more'));
}

async function readLines(): Promise<readonly string[]> {
  let text = '';
  for await (const piece of inputPieces()) text += piece;
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

/** Line by line as they come, answered at once. */
async function converse(
  wanted: RehearsalWanted,
  first: readonly string[],
  explain: boolean,
): Promise<Result<Report<SessionData>, Failure>> {
  const decisions: DecisionData[] = [];
  const begun = await rehearse({
    ...wanted,
    onLog: writeAside,
    onDecision: (decision) => void (explain && decisions.push(decision)),
  });
  if (!begun.ok) return err(usageError(begun.error.message));
  const session = begun.value;
  await writeOctets(shown(await session.begin()));
  for (const line of first) await writeOctets(shown(await session.line(line)));
  await feed(session);
  await session.close();
  return ok({ findings: [], data: { from: wanted.from.address, replies: [], log: [], decisions } });
}

async function feed(session: Rehearsal): Promise<void> {
  let rest = '';
  for await (const piece of inputPieces()) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (session.isOver()) return;
      const said = await session.line(line.replace(/\r$/, ''));
      if (said !== '') await writeOctets(shown(said));
    }
  }
  if (rest !== '' && !session.isOver()) await writeOctets(shown(await session.line(rest)));
  if (!session.isOver()) await writeOctets(shown(await session.end()));
}

const shown = (said: string): string => said.replaceAll('\r\n', '\n');
