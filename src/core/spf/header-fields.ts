/** A verdict as header fields: Received-SPF (RFC 7208 §9.1) and for Authentication-Results (RFC 8601 §2.7.2). */
import type { MethodResult } from '../authres/index.ts';
import type { SpfResult, SpfVerdict } from './types.ts';

/** RFC 5322 §3.2.3, dot-atom-text. */
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const MAX_VALUE = 256;

/** On one line, without the line's end; what clients chose is quoted, and nothing in it can end the line. */
export function receivedSpf(verdict: SpfVerdict, receiver: string): string {
  const { result, ip, sender, helo, identity, mechanism, problem } = verdict;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['receiver', receiver],
    ['identity', identity],
    ['client-ip', ip],
    ['envelope-from', sender],
    ['helo', helo],
    ['mechanism', mechanism],
    ['problem', problem?.detail],
  ];
  const given = pairs.flatMap(([key, text]) => (text === undefined || text === '' ? [] : [`${key}=${value(text)}`]));
  return `Received-SPF: ${result} (${comment(`${receiver}: ${sentence(verdict)}`)}) ${given.join('; ')};`;
}

/** `spf=pass smtp.mailfrom=example.org`, or `smtp.helo` for the null sender. */
export function spfMethodResult({ result, identity, domain, problem }: SpfVerdict): MethodResult {
  return {
    method: 'spf',
    result,
    ...(problem !== undefined && { reason: problem.detail }),
    properties: [{ type: 'smtp', name: identity, value: domain }],
  };
}

/** The words of RFC 7208 §9.1 for each result. */
function sentence({ result, ip, sender, domain, identity }: SpfVerdict): string {
  const who = identity === 'helo' ? domain : sender;
  const says: Readonly<Record<SpfResult, string>> = {
    pass: `domain of ${who} designates ${ip} as permitted sender`,
    fail: `domain of ${who} does not designate ${ip} as permitted sender`,
    softfail: `domain of transitioning ${who} does not designate ${ip} as permitted sender`,
    neutral: `${ip} is neither permitted nor denied by domain of ${who}`,
    none: `domain of ${who} does not designate permitted sender hosts`,
    temperror: `error in processing during lookup of ${who}`,
    permerror: `permanent error in processing domain of ${who}`,
  };
  return says[result];
}

function value(text: string): string {
  const clean = printable(text);
  return DOT_ATOM.test(clean) ? clean : `"${clean.replace(/["\\]/g, '\\$&')}"`;
}

const comment = (text: string): string => printable(text).replace(/[()\\]/g, '\\$&');

const printable = (text: string): string =>
  text.length > MAX_VALUE ? `${printable(text.slice(0, MAX_VALUE))}...` : text.replace(/[^\x20-\x7e]/g, '?');
