/** A retry rule as `exim -brt` prints it (Exim spec §5.2). */
import { formatInterval } from '../../base/index.ts';
import { parseRetryError, type RetryRule, type RetryStep } from '../config/index.ts';
import { readRetryError } from './error.ts';
import { findRetryRule } from './find.ts';
import type { RetryWorld } from './types.ts';

export interface RetryListing {
  readonly text: string;
  readonly status: 0 | 1;
}

/** @param words  an address or a domain, perhaps another domain, perhaps what went wrong */
export async function listRetryRule(words: readonly string[], world: RetryWorld): Promise<RetryListing> {
  const [key, ...rest] = words;
  if (key === undefined) return { text: '-brt needs a domain or address argument\n', status: 1 };
  const domain = rest[0]?.includes('.') === true ? rest.shift() : undefined;
  const [name] = rest;
  const read = name === undefined ? undefined : parseRetryError(name);
  const warning = /[@.]/.test(key)
    ? ''
    : `Warning: "${key}" contains no '@' and no '.' characters. It is being \ntreated as a one-component domain, not as a local part.\n\n`;
  if (read?.ok === false) return { text: `${warning}${read.error}\n`, status: 1 };
  const remark = name === undefined ? undefined : remarkOn(name);
  if (remark !== undefined) world.log?.(remark);
  const problem = name === undefined ? undefined : readRetryError(name);
  const rule = await findRetryRule(key, domain, problem === 'any' ? undefined : problem, world);
  return {
    text: `${warning}${rule === undefined ? 'No retry information found' : `Retry rule: ${ruleText(rule)}`}\n`,
    status: 0,
  };
}

/** What Exim logs of the name of an error, in a rule or as it is asked for; undefined: nothing. */
export function remarkOn(error: string): string | undefined {
  const read = parseRetryError(error);
  const isOutdated = read.ok && read.value !== 'any' && read.value.isOutdated === true;
  return isOutdated ? OUTDATED : undefined;
}

const OUTDATED = '"timeout_dns" is no longer available in retry rules (it has never worked) - treated as "timeout"';

/** `*  *  F,2h,15m; G,16h,1h,1.5; ` */
export const ruleText = ({ pattern, error, steps }: RetryRule): string =>
  `${pattern}  ${errorText(error)}  ${steps.map(stepText).join('')}`;

/** Only some errors have a name there; the others are shown as any. */
function errorText(written: string): string {
  const error = readRetryError(written);
  if (error === undefined || error === 'any') return '*';
  if (error.kind === 'quota')
    return error.unreadSeconds === undefined ? 'quota' : `quota_${formatInterval(error.unreadSeconds)}`;
  if (error.kind === 'auth_failed') return 'auth_failed';
  if (error.kind !== 'refused' && error.kind !== 'timeout') return '*';
  const connect = error.connecting === true ? '_connect' : '';
  return `${error.kind}${connect}${error.host === undefined ? '' : `_${error.host}`}`;
}

function stepText({ letter, untilSeconds, intervalSeconds, factor }: RetryStep): string {
  const times = `${letter},${formatInterval(untilSeconds)},${formatInterval(intervalSeconds)}`;
  return letter === 'G' && factor !== undefined ? `${times},${decimals(factor)}; ` : `${times}; `;
}

/** At least one decimal. */
const decimals = (factor: number): string => (Number.isInteger(factor) ? `${factor}.0` : String(factor));
