/**
 * Look-ups asked ahead of their turn, so that a check waits for a few round trips instead of one a term.
 *
 * Nothing is counted here and no answer is used: the resolver keeps it, or joins the question that is under way with the one
 * that comes in its turn. Not asked ahead: what stands behind a term that is sure to match, `ptr`, `%{p}`, and more than a
 * check may ask for altogether (RFC 7208 §4.6.4), so that a record gains no force by it.
 */
import { RR } from '../dns/index.ts';
import type { Evaluation } from './evaluation.ts';
import { expand, needsValidatedName } from './expand.ts';
import type { Directive, SpfRecord } from './grammar/types.ts';
import { isWithin } from './mechanisms/addresses.ts';
import { targetName } from './target-name.ts';

export function askAhead({ directives }: SpfRecord, domain: string, evaluation: Evaluation): void {
  if (evaluation.signal?.aborted === true) return;
  for (const directive of directives) {
    if (isSure(directive, evaluation)) return;
    const type = typeOf(directive, evaluation);
    if (type === undefined) continue;
    if (evaluation.ahead <= 0) return;
    const name = nameOf(directive, domain, evaluation);
    if (name === undefined) continue;
    evaluation.ahead -= 1;
    void evaluation.dns.lookup(name, type); // nobody waits for it, and so nobody would give it up
  }
}

/** It matches whatever DNS says. */
function isSure({ mechanism }: Directive, { client }: Evaluation): boolean {
  if (mechanism.kind === 'all') return true;
  const isNetwork = mechanism.kind === 'ip4' || mechanism.kind === 'ip6';
  return isNetwork && isWithin(client.ip, mechanism.network, mechanism.prefix);
}

function typeOf({ mechanism }: Directive, { client }: Evaluation): number | undefined {
  switch (mechanism.kind) {
    case 'include':
      return RR.TXT;
    case 'mx':
      return RR.MX;
    case 'exists':
      return RR.A;
    case 'a':
      return client.family === 4 ? RR.A : RR.AAAA;
    default:
      return undefined;
  }
}

function nameOf({ mechanism }: Directive, domain: string, evaluation: Evaluation): string | undefined {
  const spec = 'domain' in mechanism ? mechanism.domain : undefined;
  if (spec === undefined) return targetName(domain);
  return needsValidatedName(spec) ? undefined : targetName(expand(spec, { evaluation, domain }));
}
