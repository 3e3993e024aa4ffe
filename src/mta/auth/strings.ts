/** What a client said, as `$auth1`, `$auth2`, … and, as in older configurations, `$1`, `$2`, …. */
import { clean, type ExpansionHost, type Text, textOf } from '../expand/index.ts';
import type { AuthStrings } from './types.ts';

/** RFC 4616 §2: strings with zero octets between them. A zero octet at the end begins no further one. */
export function splitStrings(octets: Uint8Array): AuthStrings {
  const parts = Buffer.from(octets).toString('latin1').split('\0');
  if (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.slice(0, MAX_STRINGS).map(stranger);
}

/** As many as there are numbers for. */
export const MAX_STRINGS = 20;
/** So many have a name. */
const NAMED = 4;

/** What a client says is tainted. */
export const stranger = (text: string): Text => textOf(text, true);

/** Expansions see the strings; everything else is as it was. */
export function withStrings(host: ExpansionHost, strings: AuthStrings): ExpansionHost {
  return {
    ...host,
    variable: (name) => {
      const [, number] = /^auth([1-9])$/.exec(name) ?? [];
      return number === undefined || Number(number) > NAMED ? host.variable(name) : strings[Number(number) - 1];
    },
    captures: () => [clean(''), ...strings],
  };
}
