/** The envelope of every result (cli.md "The result") and what a command hands to the renderers. */
import type { Failure, Finding, Severity, Verdict } from '../base/index.ts';

export interface Envelope<Data = unknown> {
  /** `mxray/dane-check/1`. */
  readonly schema: string;
  readonly tool: { readonly name: 'mxray'; readonly version: string };
  /** `dane check`. */
  readonly command: string;
  readonly target?: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly verdict: Verdict;
  readonly exit: number;
  readonly summary: Readonly<Record<Severity, number>>;
  readonly findings: readonly Finding[];
  readonly data: Data;
}

export interface ErrorEnvelope {
  readonly schema: 'mxray/error/1';
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly exit: number;
}

/** What a command's `inspect` answers: the report of one target, or the failure that kept it from trying. */
export type { Failure };

/**
 * How a command's data reads as text. One file per command under `ui/views/`.
 * It returns lines without a final newline; colour only through the `paint` it is given.
 */
export type View<Data> = (envelope: Envelope<Data>, paint: Paint, verbosity: Verbosity) => string;

/**
 * A piece of a report that may be long, its last line end included; it stands before what the view says of the rest.
 * What peers wrote it makes printable by itself: looking through every text of a hundred thousand twice would show.
 */
export type PieceView<Piece> = (piece: Piece, paint: Paint) => string;

/** −1 quiet, 0 usual, 1 and more verbose. */
export type Verbosity = number;

/** Styles by meaning; the plain one returns its input. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  dim(text: string): string;
  strong(text: string): string;
  /** Marks a severity: `✓ i ! ✗ ?`, or ASCII with `--ascii`. */
  mark(severity: Severity): string;
}

/** One part of a report that has many, as its line in `-o md` and `-o html`. */
export interface Part {
  /** For people. */
  readonly title: string;
  readonly verdict: Verdict;
  readonly summary: string;
}

/** Beside the view of a command whose report has parts with a verdict each. */
export type Parts<Data> = (data: Data) => readonly Part[];

/** A number worth keeping over time, for `-o prom`. */
export interface Gauge {
  /** Behind `mxray_`, with its unit: `ocsp_proof_end_timestamp_seconds`. */
  readonly name: string;
  readonly help: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Beside the view of a command whose data has such numbers. */
export type Gauges<Data> = (data: Data) => readonly Gauge[];
