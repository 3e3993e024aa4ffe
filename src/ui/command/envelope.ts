/** From a report or a failure to what is rendered. */
import { type Clock, countBySeverity, type Failure, type Report, verdictOf } from '../../base/index.ts';
import type { Envelope, ErrorEnvelope } from '../types.ts';
import { EXIT, exitOf, exitOfFailure, type FailOn } from './exit.ts';

export const TOOL_VERSION = '0.1.0';

/** One target's outcome; `id` is that of the batch line. */
export type Outcome<Data = unknown> = (Envelope<Data> | ErrorEnvelope) & { readonly id?: unknown };

export const isError = (outcome: Outcome): outcome is ErrorEnvelope & { readonly id?: unknown } => 'error' in outcome;

export interface EnvelopeFacts {
  /** `dane check`. */
  readonly command: string;
  /** `dane-check`. */
  readonly schema: string;
  readonly target?: string;
  readonly failOn: FailOn;
  readonly startedAt: Date;
  readonly durationMs: number;
}

export interface StatusFacts<Data> {
  readonly misconfigured?: (data: Data) => boolean;
}

export function envelopeOf<Data>(report: Report<Data>, facts: EnvelopeFacts & StatusFacts<Data>): Envelope<Data> {
  const { findings, data } = report;
  return {
    schema: `mxray/${facts.schema}/1`,
    tool: { name: 'mxray', version: TOOL_VERSION },
    command: facts.command,
    ...(facts.target !== undefined && { target: facts.target }),
    startedAt: facts.startedAt.toISOString(),
    durationMs: Math.round(facts.durationMs),
    verdict: verdictOf(findings),
    exit: facts.misconfigured?.(data) === true ? EXIT.usage : exitOf(findings, facts.failOn),
    summary: countBySeverity(findings),
    findings,
    data,
  };
}

export function errorEnvelope(failure: Failure): ErrorEnvelope {
  const { code, message, hint } = failure;
  return {
    schema: 'mxray/error/1',
    error: { code, message, ...(hint !== undefined && { hint }) },
    exit: exitOfFailure(failure),
  };
}

/** A clock beside the one that judges dates: `--at` must not move `startedAt`. */
export function stopwatch(clock: Clock): { readonly startedAt: Date; elapsedMs(): number } {
  const began = clock.monotonicMs();
  return { startedAt: new Date(), elapsedMs: () => clock.monotonicMs() - began };
}
