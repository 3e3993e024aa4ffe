/**
 * The base of every command: it keeps the contract of the command line, so that a command is its question and no more.
 *
 * A command declares its flags, reads its input from `Fields` and answers with a report or a failure. Exit statuses,
 * formats, batches, environment, colour, traces, interrupts and the shape of errors are here and beside.
 */
import { setMaxListeners } from 'node:events';
import { Command } from '@oclif/core/command';
import type { FlagInput } from '@oclif/core/interfaces';
import { err, type Failure, ok, type Report, type Result, type Verdict } from '../../base/index.ts';
import type { Gauges, Parts, PieceView, View } from '../types.ts';
import { type BatchLine, readBatch, runBatch } from './batch.ts';
import { type Context, createContext, type Needs } from './context.ts';
import { envelopeOf, errorEnvelope, isError, type Outcome, stopwatch } from './envelope.ts';
import { wordsFromEnvironment } from './environment.ts';
import { EXIT, worstExit } from './exit.ts';
import { Fields, usageError } from './fields.ts';
import { commonFlags } from './flags.ts';
import { onInterrupt } from './interrupt.ts';
import { LineContexts } from './line-contexts.ts';
import { type LineValues, sortLine } from './line-fields.ts';
import { standardOutput } from './output.ts';
import { createPrinter, type Printer, type ShowPiece, UnwrittenError } from './printer.ts';
import { camelCase, readSettings, type Settings } from './settings.ts';
import { wantsLive } from './terminal.ts';
import { openTrace } from './trace.ts';
import { usageFailure } from './usage.ts';
import { argsOf, spelledOut } from './words.ts';
import { findUnwritable } from './writable.ts';

export interface CommandFacts<Data, Piece = never> {
  /** As typed: `dane check`. */
  readonly command: string;
  /** Name in `mxray schema` and in the envelope: `dane-check`. */
  readonly schema: string;
  readonly needs: Needs;
  /** Loaded when text is wanted. */
  readonly view: () => Promise<View<Data>>;
  /** Numbers for `-o prom`, where the data has some. */
  readonly gauges?: () => Promise<Gauges<Data>>;
  /** For a command whose subject is a configuration: it is wrong, which is status 2 whatever `--fail-on` says. */
  readonly misconfigured?: (data: Data) => boolean;
  /** A line a part for `-o md` and `-o html`, where the report has parts. */
  readonly parts?: () => Promise<Parts<Data>>;
  /** For a report that may be too long to be held: how pieces of it read that `inspect` shows as it finds them. */
  readonly pieces?: () => Promise<PieceView<Piece>>;
  /** For a command whose text is another program's input: these octets and nothing else, in place of the view. */
  readonly octets?: (data: Data) => AsyncIterable<Uint8Array>;
}

/** A drawing on the terminal while a check runs; see ui/live. */
export interface Live {
  /** Takes the drawing away. */
  stop(): void;
}

export abstract class CheckCommand<Input, Data, Piece = never> extends Command {
  static override baseFlags: FlagInput = commonFlags;
  static override enableJsonFlag = false; // oclif's own --json turns every exit status into 1
  /**
   * Fields that only a line of a batch has, or that hold something else there than on the command line (texts instead of
   * file names): name → what it is. Arguments and flags are fields by themselves.
   */
  static batchFields: Readonly<Record<string, string>> = {};
  /** An argument (`multiple`) whose words are targets each: several run, and are shown, as lines of a batch do. */
  static several: string | undefined;

  protected abstract readonly facts: CommandFacts<Data, Piece>;
  /** Arguments and flags, or a batch line's fields over the flags; note every problem in `fields`. */
  protected abstract readInput(fields: Fields): Input;
  /** What the result is about, for `target` and for people. */
  protected abstract target(input: Input): string | undefined;
  /** @param show  given where the command's facts have `pieces` and text alone is wanted; what was shown is left out of the report */
  protected abstract inspect(
    input: Input,
    context: Context,
    show?: ShowPiece<Piece>,
  ): Promise<Result<Report<Data>, Failure>>;
  /** Starts drawing, on a terminal, for one target; `inspect` may then tell it things. */
  protected live?(input: Input): Promise<Live>;

  /** Words as typed to words as declared, for a command that knows another program's spellings. */
  protected respell(words: readonly string[]): readonly string[] {
    return words;
  }

  /** oclif's own prepares for plugins and deprecations, of which there are none. */
  protected override async init(): Promise<void> {}

  private interrupted: number | undefined;

  override async run(): Promise<void> {
    const parsed = await this.parseWords();
    const { several } = this.ctor as typeof CheckCommand;
    const targets = parsed.ok && several !== undefined ? wordsOf(parsed.value.args[several]) : [];
    const read = parsed.ok ? readSettings(parsed.value.flags) : parsed;
    const isMany = read.ok && read.value.batch === undefined && targets.length > 1;
    const settings = isMany ? ok({ ...read.value, batch: OWN_WORDS }) : read;
    const printer = createPrinter(settings.ok ? settings.value : this.argv, this.facts);
    if (!parsed.ok || !settings.ok) {
      const failure = (parsed.ok ? settings : parsed) as { readonly error: Failure };
      await printer.print([errorEnvelope(failure.error)]);
      return this.leave(printer.exitFor(EXIT.usage));
    }
    const status = await this.runWith(
      settings.value,
      camelCase({
        ...parsed.value.flags,
        ...parsed.value.args,
        ...(targets.length === 1 && { [several!]: targets[0] }),
      }),
      printer,
    );
    this.leave(status);
  }

  /** A bug of ours: one sentence, and the stack for those who ask for it. A file that cannot be written is none. */
  protected override async catch(error: Error & { readonly code?: string }): Promise<void> {
    if (error.code === 'EPIPE') return;
    if (error instanceof UnwrittenError) {
      process.stderr.write(`mxray: ${error.message}\n`);
      return this.leave(EXIT.usage);
    }
    const wantsStack = this.argv.some((word) => word === '--trace' || word === '-v' || word === '--verbose');
    process.stderr.write(`mxray: a bug in mxray: ${error.message}\n${wantsStack ? `${error.stack}\n` : ''}`);
    this.leave(EXIT.bug);
  }

  /** The status of a signal stands, whatever the work it cut short came to. */
  private leave(status: number): void {
    process.exitCode = this.interrupted ?? status;
  }

  private async parseWords(): Promise<
    Result<{ flags: Record<string, unknown>; args: Record<string, unknown> }, Failure>
  > {
    const definition = this.ctor as typeof Command;
    const flags = { ...definition.baseFlags, ...definition.flags };
    try {
      const given = spelledOut(this.respell(this.argv));
      const words = [...wordsFromEnvironment(flags, given, process.env), ...given];
      const parsed = await this.parse(
        { flags: definition.flags, baseFlags: definition.baseFlags, args: argsOf(definition) },
        words,
      );
      return ok({ flags: parsed.flags, args: parsed.args });
    } catch (error) {
      return err(usageFailure(error as Error, Object.keys(flags)));
    }
  }

  private async runWith(settings: Settings, defaults: Record<string, unknown>, printer: Printer): Promise<number> {
    const unwritable = findUnwritable(settings);
    if (unwritable !== undefined) return this.failed(unwritable, createPrinter(this.argv, this.facts));
    const abort = new AbortController();
    setMaxListeners(0, abort.signal); // one for each connection in flight, and each takes its own away
    const unhook = onInterrupt((status) => {
      this.interrupted = status;
      abort.abort();
    });
    const tracing = openTrace(settings);
    const open = (own: Settings): Promise<Result<Context, Failure>> =>
      createContext({ settings: own, trace: tracing.trace, signal: abort.signal }, this.facts.needs);
    const context = await open(settings);
    try {
      if (!context.ok) return await this.failed(context.error, printer);
      if (settings.batch !== undefined) {
        const contexts = new LineContexts(context.value, async (common) => {
          const ofLine = readSettings({ ...defaults, ...common });
          return ofLine.ok ? open(ofLine.value) : ofLine;
        });
        return await this.runMany(settings, defaults, contexts, printer);
      }
      return await this.runOne(defaults, context.value, printer);
    } finally {
      if (context.ok) await context.value.close();
      await tracing.close();
      unhook();
    }
  }

  private async failed(failure: Failure, printer: Printer): Promise<number> {
    const outcome = errorEnvelope(failure);
    const status = printer.exitFor(outcome.exit);
    this.leave(status);
    await printer.print([outcome]);
    return status;
  }

  private async runOne(values: Record<string, unknown>, context: Context, printer: Printer): Promise<number> {
    const fields = new Fields(values);
    const input = fields.done(this.readInput(fields));
    if (!input.ok) return this.failed(input.error, printer);
    const isLive = wantsLive(context.settings, { env: process.env, isTerminal: standardOutput.isTerminal() });
    const live = isLive ? await this.live?.(input.value) : undefined;
    const show = (await printer.pieces()) as ShowPiece<Piece> | undefined;
    const outcome = await this.judge(input.value, context, show).finally(() => live?.stop());
    const status = printer.exitFor(outcome.exit, outcome);
    this.leave(status); // it stands when the reader closes its end half-way
    await printer.print([outcome]);
    return status;
  }

  private async runMany(
    { batch: path = '-', jobs }: Settings,
    defaults: Record<string, unknown>,
    contexts: LineContexts,
    printer: Printer,
  ): Promise<number> {
    const statuses = new Set<number>();
    let gravest: Outcome | undefined;
    const progress = printer.progress();
    const { several } = this.ctor as typeof CheckCommand;
    try {
      await runBatch(
        path === OWN_WORDS ? linesOf(several!, wordsOf(defaults[several!])) : readBatch(path),
        jobs,
        (line) => this.judgeLine(line, defaults, contexts),
        async (outcome) => {
          statuses.add(outcome.exit);
          gravest = graver(gravest, outcome);
          this.leave(printer.exitFor(worstExit([...statuses]), gravest)); // should the reader close its end now
          progress.advance();
          await printer.add(outcome);
        },
      );
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EISDIR') throw cause;
      return this.failed(
        usageError(
          `--batch ${path}: ${code === 'ENOENT' ? 'no such file' : 'cannot be read'}`,
          'give a file of JSON lines, or - for standard input',
        ),
        printer,
      );
    } finally {
      progress.end();
      await contexts.close();
    }
    await printer.finish();
    return printer.exitFor(worstExit([...statuses]), gravest);
  }

  private async judgeLine(
    { fields }: BatchLine,
    defaults: Record<string, unknown>,
    contexts: LineContexts,
  ): Promise<Outcome<Data>> {
    if (!fields.ok) return errorEnvelope(fields.error);
    const { id } = fields.value;
    const sorted = sortLine(fields.value, fieldsOf(this.ctor as typeof CheckCommand));
    const outcome = sorted.ok ? await this.judgeValues(sorted.value, defaults, contexts) : errorEnvelope(sorted.error);
    return id === undefined ? outcome : { ...outcome, id };
  }

  private async judgeValues(
    { common, own }: LineValues,
    defaults: Record<string, unknown>,
    contexts: LineContexts,
  ): Promise<Outcome<Data>> {
    const line = new Fields({ ...defaults, ...common, ...own });
    const input = line.done(this.readInput(line));
    if (!input.ok) return errorEnvelope(input.error);
    const outcome = await contexts.use(common, (context) => this.judge(input.value, context));
    return outcome.ok ? outcome.value : errorEnvelope(outcome.error);
  }

  private async judge(input: Input, context: Context, show?: ShowPiece<Piece>): Promise<Outcome<Data>> {
    const watch = stopwatch(context.clock);
    const report = await this.inspect(input, context, show);
    if (!report.ok) return errorEnvelope(report.error);
    const target = this.target(input);
    return envelopeOf(report.value, {
      ...this.facts,
      ...(target !== undefined && { target }),
      failOn: context.settings.failOn,
      startedAt: watch.startedAt,
      durationMs: watch.elapsedMs(),
    });
  }
}

/** For formats whose status follows from the verdict: critical before unknown before warning, as plugins have it. */
function graver(one: Outcome | undefined, other: Outcome): Outcome {
  const rank = (outcome: Outcome): number => GRAVITY.indexOf(isError(outcome) ? 'unknown' : outcome.verdict);
  return one === undefined || rank(other) > rank(one) ? other : one;
}

const GRAVITY: readonly Verdict[] = ['pass', 'warn', 'unknown', 'fail'];

/** In the place of a batch's file: its lines are the words of the command line. No file has an empty name. */
const OWN_WORDS = '';

const wordsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? (value as string[]) : []);

async function* linesOf(name: string, words: readonly string[]): AsyncGenerator<BatchLine> {
  for (const [at, word] of words.entries()) yield { number: at + 1, fields: ok({ [name]: word }) };
}

/** What a line of a batch may give this command: its arguments, its flags, and what it declares beside them. */
export function fieldsOf({ args, flags, batchFields }: typeof CheckCommand): readonly string[] {
  return [...new Set([...Object.keys(camelCase({ ...args, ...flags })), ...Object.keys(batchFields)])];
}
