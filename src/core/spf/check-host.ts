/** The entry: who is checked, the check, the explanation (RFC 7208 §4). */
import { setMaxListeners } from 'node:events';
import { Budget, defaultLimits } from './budget.ts';
import { type Client, readClient } from './client.ts';
import { checkDomain, type Evaluated, evaluateFound } from './evaluate.ts';
import type { Evaluation } from './evaluation.ts';
import { explain, explainUsually } from './explanation.ts';
import { readText } from './find-record.ts';
import type { SpfPorts, SpfQuestion, SpfResult, SpfVerdict } from './types.ts';

/**
 * May this client send for this domain?
 *
 * @returns the result, why, and a trace of every term; a failure of DNS is the result `temperror`, never an exception
 * @see RFC 7208 §4; §2.6 for what the results mean
 */
export async function checkHost(question: SpfQuestion, ports: SpfPorts): Promise<SpfVerdict> {
  const client = readClient(question);
  const { name } = client;
  if (name === undefined) return malformed(client);
  return judged(client, ports, (evaluation) => checkDomain(name, client.domain, evaluation));
}

/**
 * The same with a record that is given instead of one that is published, as Exim's `spf_guess` has it: where the domain
 * has no record, what would it be if it had the usual one? Everything but the first record is looked up.
 */
export async function checkHostWith(record: string, question: SpfQuestion, ports: SpfPorts): Promise<SpfVerdict> {
  const client = readClient(question);
  if (client.name === undefined) return malformed(client);
  return judged(client, ports, async (evaluation) =>
    evaluateFound(readText(client.domain, record, 'indeterminate'), client.domain, evaluation),
  );
}

/**
 * `spf_guess` as Exim runs it: the check as usual, and the given record only where the domain has none.
 *
 * @returns whether it came to the given record
 */
export async function guessHost(
  record: string,
  question: SpfQuestion,
  ports: SpfPorts,
): Promise<{ readonly verdict: SpfVerdict; readonly guessed: boolean }> {
  const verdict = await checkHost(question, ports);
  if (verdict.result !== 'none') return { verdict, guessed: false };
  return { verdict: await checkHostWith(record, question, ports), guessed: true };
}

async function judged(
  client: Client,
  ports: SpfPorts,
  check: (evaluation: Evaluation) => Promise<Evaluated>,
): Promise<SpfVerdict> {
  const budget = new Budget(ports.limits);
  const deadline = new Deadline(budget.limits.elapsedMs, ports.signal);
  const { dns, now, receiver = 'unknown', asksAhead = false } = ports;
  const ahead = asksAhead ? budget.limits.lookups : 0;
  const evaluation: Evaluation = { client, dns, budget, signal: deadline.signal, receiver, now, ahead };
  try {
    const { trace, mechanism, exp } = await check(evaluation);
    const own = trace.result === 'fail' && exp !== undefined ? await explain(exp, evaluation) : undefined;
    const usual = IS_DOUBTFUL.has(trace.result) && own === undefined ? ports.usualExplanation : undefined;
    const explanation = own ?? (usual && (await explainUsually(usual, identityOf(client).domain, evaluation)));
    return {
      result: trace.result,
      ...identityOf(client),
      ...(mechanism !== undefined && { mechanism }),
      ...(trace.problem !== undefined && { problem: trace.problem }),
      ...(explanation !== undefined && { explanation }),
      ...(own !== undefined && { explanationDomain: exp!.domain }),
      lookups: budget.lookups,
      voids: budget.voids,
      trace,
    };
  } finally {
    deadline.end();
  }
}

/** What a client may be told more of. */
const IS_DOUBTFUL: ReadonlySet<SpfResult> = new Set(['fail', 'softfail', 'neutral']);

/** RFC 7208 §4.6.4: who takes longer than this gets a temperror, since what is asked after it fails. */
class Deadline {
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly outer: AbortSignal | undefined;
  private readonly abort = (): void => this.controller.abort();

  constructor(ms: number = defaultLimits.elapsedMs, outer: AbortSignal | undefined) {
    this.signal = this.controller.signal;
    setMaxListeners(0, this.signal); // one for each look-up that is waited for, and each takes its own away
    this.outer = outer;
    this.timer = setTimeout(this.abort, ms);
    if (outer?.aborted) this.abort();
    outer?.addEventListener('abort', this.abort);
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer?.removeEventListener('abort', this.abort);
  }
}

function identityOf({ identity, ipText, domain, localPart, senderDomain, helo }: Client) {
  return { identity, ip: ipText, domain, sender: `${localPart}@${senderDomain}`, helo };
}

/** RFC 7208 §4.3: no such domain can have a policy. */
function malformed(client: Client): SpfVerdict {
  const detail = `${JSON.stringify(client.domain.slice(0, 80))} is no domain name with several labels`;
  const problem = { code: 'domain-malformed', detail, domain: client.domain } as const;
  return { result: 'none', ...identityOf(client), problem, lookups: 0, voids: 0 };
}
