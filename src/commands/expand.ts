import { resolve } from 'node:path';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, inlineLess, ok, type Report, type Result } from '../base/index.ts';
import { expand, type Outcome, parseExpansion } from '../mta/expand/index.ts';
import {
  type CommandHost,
  createHost,
  createLineExpander,
  type ExpandData,
  type ExpandResult,
  explainExpansion,
  findingsOf,
  knownNames,
  readHostConfiguration,
  readMessageText,
  resultOf,
  toOctets,
} from '../mta/host/index.ts';
import { type ExpandInput, readExpandInput } from '../ui/command/expand-input.ts';
import { inputPieces, writeOctets } from '../ui/command/filter-input.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, usageError } from '../ui/command/index.ts';
import { keepMessage } from '../ui/command/kept-message.ts';
import { whileReading } from '../ui/command/message-source.ts';

/** Results of lines that are kept for a format that shows them together. */
const MAX_KEPT = 100_000;
/** A piece of input of this size is one of many lines. */
const MANY_OCTETS = 32 * 1024;

export default class Expand extends CheckCommand<ExpandInput, ExpandData> {
  static override summary = "Strings expanded as Exim's configuration has them, tried without sending mail.";
  static override description =
    'Each string is expanded and its result printed, or "Failed:" and why. Without strings, lines are read from standard ' +
    'input as exim -be reads them: a backslash at the end goes on with the next line, "set acl_m_x = text" sets a variable ' +
    '("set,t" a tainted one), "NAME = text" defines a macro. Variables are those of a program to which nothing has happened ' +
    'yet, unless --var gives them values. A failure, forced or not, is status 1; what could not be decided is status 3.';
  static override examples = [
    `<%= config.bin %> expand '$' + '{lc:$primary_hostname}'`,
    `<%= config.bin %> expand --var local_part=Ann --explain '$` + `{if eqi{$local_part}{ann}{yes}{no}}'`,
    `<%= config.bin %> expand --message mail.eml '$h_subject:'`,
    '<%= config.bin %> expand < strings.txt',
    '<%= config.bin %> expand -i',
  ];
  static override args = {
    strings: Args.string({ multiple: true, description: 'strings to expand; without any, lines of standard input' }),
  };
  static override flags = {
    'config-file': Flags.string({
      char: 'C',
      helpValue: 'FILE',
      description: 'a configuration: options, named lists, macros',
    }),
    message: Flags.string({
      helpValue: 'FILE',
      description: 'a mail, for $h_subject: and its kin; - is standard input',
    }),
    var: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=VALUE',
      description: 'the value of a variable (repeatable)',
    }),
    functions: Flags.string({ helpValue: 'DIR', description: 'JavaScript files whose functions dlfunc calls' }),
    explain: Flags.boolean({
      description: 'the parts of each string, with their values and whether these are tainted',
    }),
    interactive: Flags.boolean({ char: 'i', description: 'a prompt, with history and completion' }),
  };
  static override batchFields = {
    text: 'the string',
    config: 'the text of a configuration',
    message: 'the text of a mail',
    vars: 'values of variables, by name',
  };

  protected readonly facts: CommandFacts<ExpandData> = {
    command: 'expand',
    schema: 'expand',
    needs: 'nothing',
    view: async () => (await import('../ui/views/expand.ts')).expandView,
    octets: (data) => this.shown(data),
  };

  protected readInput(fields: Fields): ExpandInput {
    return readExpandInput(fields);
  }

  protected target({ strings }: ExpandInput): string | undefined {
    return strings.length === 1 ? strings[0] : undefined;
  }

  protected async inspect(input: ExpandInput, context: Context): Promise<Result<Report<ExpandData>, Failure>> {
    const host = await hostOf(input, context);
    if (!host.ok) return host;
    try {
      return await this.answer(input, host.value, context);
    } finally {
      await host.value.close();
    }
  }

  private async answer(input: ExpandInput, host: CommandHost, context: Context) {
    const { strings } = input;
    // Standard input may be the batch itself.
    if (context.settings.batch !== undefined && (input.interactive || strings.length === 0))
      return err(usageError('there is no "text" to expand', 'a line of a batch has it'));
    if (input.interactive) return this.edit(host);
    if (strings.length === 0) return this.filter(host, context);
    const outcomes = [];
    for (const string of strings) outcomes.push(await expandOne(toOctets(string), host, input.explain));
    this.outcomes = outcomes.map(({ outcome }) => outcome);
    const [only] = outcomes;
    const data = outcomes.length === 1 ? only!.data : { results: outcomes.map(({ data: one }) => one) };
    return ok({ findings: findingsOf(outcomes.map(({ data: one }) => one)), data });
  }

  /** For the text form, which shows octets as they are. */
  private outcomes: readonly Outcome[] = [];

  private async *shown(data: ExpandData): AsyncGenerator<Uint8Array> {
    for (const [index, outcome] of this.outcomes.entries()) {
      const tree = data.results === undefined ? data.tree : (data.results[index] as ExpandData | undefined)?.tree;
      if (tree !== undefined) yield Buffer.from(`${(await import('../ui/views/expand.ts')).treeText(tree)}\n`);
      const line = outcome.kind === 'text' ? outcome.text : `Failed: ${outcome.message}`;
      yield Buffer.from(`${line}\n`, 'latin1');
    }
  }

  /** Lines of standard input: shown at once as text, kept for other formats. */
  private async filter(host: CommandHost, { settings }: Context): Promise<Result<Report<ExpandData>, Failure>> {
    const isText = settings.outputs.every(({ format, file }) => format === 'text' && file === undefined);
    const tally = tallyOf(isText ? 0 : MAX_KEPT);
    const lines = createLineExpander(host, tally.take);
    let inlineAsUsual: (() => void) | undefined;
    for await (const piece of inputPieces()) {
      if (piece.length >= MANY_OCTETS) inlineAsUsual ??= inlineLess();
      const said = lines.feed(piece);
      const text = said instanceof Promise ? await said : said;
      if (isText && text !== '') await writeOctets(text);
    }
    inlineAsUsual?.();
    const last = await lines.end();
    if (isText && last !== '') await writeOctets(last);
    return ok({ findings: tally.findings(), data: { results: tally.kept } });
  }

  private async edit(host: CommandHost): Promise<Result<Report<ExpandData>, Failure>> {
    const tally = tallyOf(0);
    const lines = createLineExpander(host, tally.take);
    const { editLines } = await import('../ui/command/line-editor.ts');
    const { complete } = knownNames();
    await editLines({
      prompt: '> ',
      complete,
      cancel: lines.cancel,
      answer: async (line) => Buffer.from(await lines.feed(`${toOctets(line)}\n`), 'latin1').toString('utf8'),
    });
    return ok({ findings: [], data: { results: [] } });
  }
}

async function hostOf(input: ExpandInput, { clock, settings, trace }: Context): Promise<Result<CommandHost, Failure>> {
  const read = input.configuration === undefined ? ok(undefined) : readHostConfiguration(asOctets(input.configuration));
  if (!read.ok) return err(usageError(read.error.join('\n'), 'mxray config check tells more'));
  const message = input.message === undefined ? ok(undefined) : await readMail(input.message);
  if (!message.ok) return message;
  const variables = Object.fromEntries(Object.entries(input.variables).map(([name, text]) => [name, toOctets(text)]));
  const mail = message.value;
  return ok(
    createHost({
      clock,
      variables,
      resolver: async () => {
        const { createNetwork } = await import('../ui/command/network.ts');
        const network = await createNetwork(settings, trace, clock, true);
        return network.ok ? ok(network.value.resolver) : network;
      },
      ...(read.value !== undefined && { configuration: read.value }),
      ...(input.functions !== undefined && { functionFolder: resolve(input.functions) }),
      ...(mail !== undefined && { message: readMessageText(mail) }),
    }),
  );
}

const asOctets = (configuration: NonNullable<ExpandInput['configuration']>) =>
  'text' in configuration ? { text: toOctets(configuration.text) } : configuration;

function readMail(message: NonNullable<ExpandInput['message']>): Promise<Result<string, Failure>> {
  if ('text' in message) return Promise.resolve(ok(toOctets(message.text)));
  return whileReading(async () => {
    const kept = await keepMessage({ file: message.file });
    if (!kept.ok) return kept;
    const parts = await kept.value.parts();
    if (!parts.ok) return parts;
    const octets: Uint8Array[] = [];
    for await (const part of parts.value) octets.push(part);
    return ok(Buffer.concat(octets).toString('latin1'));
  });
}

async function expandOne(
  text: string,
  host: CommandHost,
  explain: boolean,
): Promise<{ readonly outcome: Outcome; readonly data: ExpandData & ExpandResult }> {
  if (explain) {
    const { outcome, tree } = await explainExpansion(text, host);
    return { outcome, data: { ...resultOf(outcome), tree } };
  }
  const outcome = await expand(parseExpansion(text), host);
  return { outcome, data: resultOf(outcome) };
}

/** Outcomes of lines: the first failure of each kind and how many, and as many results as wanted. */
function tallyOf(most: number) {
  const kept: ExpandResult[] = [];
  const failures: ExpandResult[] = [];
  return {
    kept,
    take: (outcome: Outcome): void => {
      if (outcome.kind !== 'text') failures.push({ outcome: outcome.kind, error: outcome.message });
      if (kept.length < most) kept.push(resultOf(outcome));
    },
    findings: () => findingsOf(failures),
  };
}
