/** Telling a server that its proofs have changed: a program for each distinct hook, once a round, one after the other. */
import type { Finding } from '../../../base/index.ts';
import { type ProgramEnd, runProgram } from '../../../base/process/index.ts';
import { say } from '../findings/define.ts';
import { hookFailed } from '../findings/watch.ts';
import type { ProofReport } from '../report.ts';
import type { Attempted, WatchOptions } from './attempt.ts';

export interface HookReport {
  readonly command: string;
  /** Proof files that changed. */
  readonly files: readonly string[];
  readonly ok: boolean;
  /** Why not, or what it said. */
  readonly detail?: string;
}

interface Change {
  readonly words: readonly string[];
  readonly proofs: readonly ProofReport[];
}

export async function runHooks(
  attempted: readonly Attempted[],
  options: WatchOptions,
  signal?: AbortSignal,
): Promise<{ readonly hooks: readonly HookReport[]; readonly findings: readonly Finding[] }> {
  const hooks: HookReport[] = [];
  for (const change of changesOf(attempted, options)) hooks.push(await runHook(change, options, signal));
  const findings = hooks
    .filter(({ ok }) => !ok)
    .map(({ command, detail }) => say(hookFailed, { detail: `${command}: ${detail}` }));
  return { hooks, findings };
}

const isChange = ({ outcome }: ProofReport): boolean => outcome === 'written' || outcome === 'removed';

function changesOf(attempted: readonly Attempted[], { hook }: WatchOptions): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const { entry, proofs } of attempted) {
    const words = entry.hook ?? hook;
    const changed = proofs.filter(isChange);
    if (words === undefined || changed.length === 0) continue;
    const key = JSON.stringify(words);
    changes.set(key, { words, proofs: [...(changes.get(key)?.proofs ?? []), ...changed] });
  }
  return [...changes.values()];
}

async function runHook(
  { words, proofs }: Change,
  { hookTimeoutMs }: WatchOptions,
  signal: AbortSignal | undefined,
): Promise<HookReport> {
  const [command = '', ...args] = words;
  const list = (pick: (proof: ProofReport) => string | undefined): string =>
    proofs.map((proof) => pick(proof) ?? '').join('\n');
  const ended = await runProgram({
    command,
    args,
    // A line each, in the same order.
    env: {
      OCSP_PROOFS: list(({ file }) => file),
      OCSP_CERTS: list(({ source }) => source),
      OCSP_OUTCOMES: list(({ outcome }) => outcome),
      OCSP_VALID_UNTIL: list(({ storedUntil }) => storedUntil),
    },
    timeoutMs: hookTimeoutMs,
    ...(signal !== undefined && { signal }),
  });
  const detail = endText(ended);
  const files = proofs.flatMap(({ file }) => (file === undefined ? [] : [file]));
  const isGood = ended.kind === 'exit' && ended.status === 0;
  return { command: words.join(' '), files, ok: isGood, ...(detail !== '' && { detail }) };
}

function endText(ended: ProgramEnd): string {
  if (ended.kind === 'not-started') return `it could not be started: ${ended.why}`;
  const said = ended.output.trim().split('\n')[0]!.slice(0, 200);
  const saying = said === '' ? '' : `: ${said}`;
  if (ended.kind === 'timeout') return `it had not ended after ${ended.afterMs / 1000} s${saying}`;
  if (ended.kind === 'signal') return `it was ended by ${ended.signal}${saying}`;
  return ended.status === 0 ? said : `it ended with status ${ended.status}${saying}`;
}
