/**
 * Where results go: each format to standard output or to its file, in one place.
 *
 * Standard output carries the result alone; a reader that closes its end (head, less) ends the program silently.
 */
import { type Failure, replaceFile } from '../../base/index.ts';
import { loadFormat } from '../formats/registry.ts';
import type { RenderOptions } from '../formats/types.ts';
import type { Envelope, Gauges, Paint, Parts, PieceView, View } from '../types.ts';
import { isError, type Outcome } from './envelope.ts';
import { EXIT, NAGIOS } from './exit.ts';
import { standardOutput } from './output.ts';
import type { OutputTarget, Settings } from './settings.ts';
import { asciiText, createPaint, safeText, wantsColor } from './terminal.ts';

export type ShowPiece<Piece> = (piece: Piece) => Promise<void>;

export interface Printer {
  /** Shows pieces of a report before it is printed; undefined where more is asked for than text on standard output. */
  pieces(): Promise<ShowPiece<never> | undefined>;
  /** The results of a run that is not a batch, all at once. */
  print(outcomes: readonly Outcome[]): Promise<void>;
  /** One more result of a batch: shown at once where the format goes line by line. */
  add(outcome: Outcome): Promise<void>;
  /** The end of a batch: formats that show all results together are written now. */
  finish(): Promise<void>;
  /** The status in the language of the format asked for. */
  exitFor(status: number, outcome?: Outcome): number;
  progress(): { advance(): void; end(): void };
}

interface PrinterFacts {
  readonly view: () => Promise<View<never>>;
  readonly gauges?: () => Promise<Gauges<never>>;
  readonly parts?: () => Promise<Parts<never>>;
  readonly pieces?: () => Promise<PieceView<never>>;
  readonly octets?: (data: never) => AsyncIterable<Uint8Array>;
}

/** Results of a batch held for a format that needs them all. */
const MAX_HELD = 100_000;

/** @param settings  or the bare words, where they could not be read: only whether JSON or a line for monitoring was wanted is looked for */
export function createPrinter(settings: Settings | readonly string[], facts: PrinterFacts): Printer {
  return new ResultPrinter('outputs' in settings ? settings : settingsOfWords(settings), facts);
}

type PrintSettings = Pick<Settings, 'outputs' | 'color' | 'ascii' | 'verbosity' | 'batch' | 'failOn'>;

function settingsOfWords(words: readonly string[]): PrintSettings {
  const named = /(?:^| )(?:-o ?|--output[ =])(json|nagios)l?(?: |$)/.exec(words.join(' '))?.[1];
  return {
    outputs: [{ format: words.includes('--json') ? 'json' : ((named as 'json' | 'nagios' | undefined) ?? 'text') }],
    color: 'auto',
    ascii: false,
    verbosity: 0,
    failOn: 'error',
  };
}

class ResultPrinter implements Printer {
  private readonly settings: PrintSettings;
  private readonly facts: PrinterFacts;
  private readonly held: Outcome[] = [];

  constructor(settings: PrintSettings, facts: PrinterFacts) {
    this.settings = settings;
    this.facts = facts;
  }

  async pieces(): Promise<ShowPiece<never> | undefined> {
    const [output, ...others] = this.outputs();
    const isTextAlone = output?.format === 'text' && output.file === undefined && others.length === 0;
    if (!isTextAlone || this.settings.batch !== undefined || this.facts.pieces === undefined) return undefined;
    const view = await this.facts.pieces();
    const paint = await this.paintFor(output);
    return async (piece) => {
      const text = view(piece, paint);
      await standardOutput.write(this.settings.ascii ? asciiText(text) : text);
    };
  }

  async print(outcomes: readonly Outcome[]): Promise<void> {
    for (const output of this.outputs()) await this.write(output, outcomes);
  }

  async add(outcome: Outcome): Promise<void> {
    const outputs = this.outputs();
    for (const output of outputs.filter(goesByLine)) await this.write(output, [outcome]);
    if (outputs.some((output) => !goesByLine(output)) && this.held.length < MAX_HELD) this.held.push(outcome);
  }

  async finish(): Promise<void> {
    for (const output of this.outputs().filter((candidate) => !goesByLine(candidate)))
      await this.write(output, this.held);
    if (this.held.length === MAX_HELD) warn(`the report shows the first ${MAX_HELD} results`);
  }

  exitFor(status: number, outcome?: Outcome): number {
    if (!this.settings.outputs.some(({ format }) => format === 'nagios')) return status;
    if (outcome !== undefined && !isError(outcome)) return NAGIOS[outcome.verdict].exit;
    return status === EXIT.ok ? NAGIOS.pass.exit : status === EXIT.found ? NAGIOS.fail.exit : NAGIOS.unknown.exit;
  }

  progress(): { advance(): void; end(): void } {
    if (process.stderr.isTTY !== true) return { advance() {}, end() {} };
    let done = 0;
    return {
      advance() {
        done += 1;
        process.stderr.write(`\r${done} done`);
      },
      end: () => void process.stderr.write('\r\u001b[K'),
    };
  }

  /** In a batch JSON is one line a result. */
  private outputs(): readonly OutputTarget[] {
    const { batch, outputs } = this.settings;
    if (batch === undefined) return outputs;
    return outputs.map((output) => (output.format === 'json' ? { ...output, format: 'jsonl' as const } : output));
  }

  private async write(output: OutputTarget, outcomes: readonly Outcome[]): Promise<void> {
    const format = await loadFormat(output.format);
    const errors = outcomes.filter(isError);
    const onStderr = output.format === 'text' && this.settings.batch === undefined ? errors : [];
    for (const { error } of onStderr) complain(error);
    const shown = outcomes.filter((outcome) => !(onStderr as readonly Outcome[]).includes(outcome));
    if (shown.length === 0) return;
    if (output.format === 'text' && this.facts.octets !== undefined && this.settings.batch === undefined) {
      const octets = this.facts.octets as (data: unknown) => AsyncIterable<Uint8Array>;
      for (const outcome of shown) await pass(output, octets((outcome as Envelope).data));
      return;
    }
    const gauges = (await this.facts.gauges?.()) as Gauges<unknown> | undefined;
    const parts = (await this.facts.parts?.()) as Parts<unknown> | undefined;
    const options: RenderOptions = {
      view: (await this.facts.view()) as View<unknown>,
      ...(gauges !== undefined && { gauges }),
      ...(parts !== undefined && { parts }),
      paint: await this.paintFor(output),
      verbosity: this.settings.verbosity,
      ascii: this.settings.ascii,
      failOn: this.settings.failOn,
    };
    await emit(output, format.render(shown, options), this.settings.batch !== undefined);
  }

  private async paintFor({ file }: OutputTarget): Promise<Paint> {
    const isTerminal = file === undefined && standardOutput.isTerminal();
    const useColor = wantsColor(this.settings.color, { env: process.env, isTerminal }) && file === undefined;
    return await createPaint(useColor, this.settings.ascii);
  }
}

/** A disk that filled up, a folder that went away: it was looked for before (writable.ts), and still may happen. */
export class UnwrittenError extends Error {}

const goesByLine = ({ format, file }: OutputTarget): boolean =>
  file === undefined && (format === 'jsonl' || format === 'json' || format === 'text');

async function emit({ file }: OutputTarget, text: string | Uint8Array, isBatch: boolean): Promise<void> {
  if (file === undefined) return isBatch ? standardOutput.add(text) : standardOutput.write(text);
  const written = await replaceFile(file, text);
  if (!written.ok) throw new UnwrittenError(`--output: ${written.error.message}`);
}

/** Part by part, so that memory does not grow with what is passed on. */
async function pass({ file }: OutputTarget, parts: AsyncIterable<Uint8Array>): Promise<void> {
  if (file === undefined) {
    for await (const part of parts) await standardOutput.write(part);
    return;
  }
  const written = await replaceFile(file, parts);
  if (!written.ok) throw new UnwrittenError(`--output: ${written.error.message}`);
}

function complain({ message, hint }: Pick<Failure, 'message' | 'hint'>): void {
  const lines = message.split('\n').map((line) => `mxray: ${line}`);
  if (hint !== undefined) lines.push(`  ${hint}`);
  process.stderr.write(`${safeText(lines.join('\n'))}\n`);
}

const warn = (text: string): void => void process.stderr.write(`mxray: ${text}\n`);
