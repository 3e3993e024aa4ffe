/** Names of the client that lead back to its address: for `ptr` and `%{p}` (RFC 7208 §5.5, §7.3). */
import { equalBytes } from '../../base/index.ts';
import { isSubdomain, type Name, ptrRdata, RR, reverseName } from '../dns/index.ts';
import { ask, type Evaluation, type Step, type ValidatedNames } from './evaluation.ts';
import type { Problem } from './types.ts';

/**
 * In the order of the answer; the first ten names alone are looked at. A failure of DNS leaves out what it concerns and is
 * never the check's result, since not the sender but the client's network publishes these records (RFC 7208 §5.5).
 */
export function validatedNames(step: Step): Promise<ValidatedNames> {
  const { evaluation } = step;
  evaluation.validated ??= lookForNames(step);
  return evaluation.validated;
}

async function lookForNames(step: Step): Promise<ValidatedNames> {
  const { client, budget } = step.evaluation;
  const asked = await ask(step, reverseName(client.ipText)!, RR.PTR, { countsVoid: false });
  if (asked.kind === 'error') return { names: [], isVoid: false };
  const names = asked.answer.records.flatMap(({ rdata }) => {
    const name = ptrRdata.decode(rdata);
    return name.ok ? [name.value] : [];
  });
  const validated: Name[] = [];
  for (const name of names.slice(0, budget.limits.names)) if (await leadsBack(step, name)) validated.push(name);
  return { names: validated, isVoid: asked.answer.records.length === 0 };
}

async function leadsBack(step: Step, name: Name): Promise<boolean> {
  const { client } = step.evaluation;
  if (name === '') return false;
  const asked = await ask(step, name, client.family === 4 ? RR.A : RR.AAAA, { countsVoid: false });
  return asked.kind === 'answer' && asked.answer.records.some(({ rdata }) => equalBytes(rdata, client.ip));
}

/**
 * `%{p}`: the domain itself, else a name below it, else any, else `unknown` (RFC 7208 §7.3).
 *
 * Its PTR query counts as a look-up of the check (RFC 7208 §4.6.4), the first time, but not in an explanation.
 */
export async function validatedName(step: Step, counts: boolean): Promise<string | Problem> {
  const { evaluation } = step;
  const tooMany = counts && evaluation.validated === undefined ? takeLookup(evaluation, step) : undefined;
  if (tooMany !== undefined) return tooMany;
  const { names } = await validatedNames(step);
  const domain = step.domain.toLowerCase();
  return (
    names.find((name) => name === domain) ?? names.find((name) => isSubdomain(name, domain)) ?? names[0] ?? 'unknown'
  );
}

const takeLookup = ({ budget }: Evaluation, { domain, term }: Step): Problem | undefined =>
  budget.takeLookup(domain, term);
