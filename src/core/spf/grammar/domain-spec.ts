/** domain-spec: a macro-string that ends in a top label or a macro (RFC 7208 §7.1). */
import { err, parseIpv4, type Result } from '../../../base/index.ts';
import { endsInMacro, parseMacroString } from './macro-string.ts';
import type { MacroString, SyntaxFault } from './types.ts';

export type DomainFault = Pick<SyntaxFault, 'code' | 'detail' | 'fix'>;

/** RFC 7208 §7.1, toplabel: letters and digits, not all digits, hyphens inside only; a final dot does no harm. */
const DOMAIN_END = /\.(?:[0-9a-z]*[a-z][0-9a-z]*|[0-9a-z]+-[0-9a-z-]*[0-9a-z])\.?$/i;

export function parseDomainSpec(text: string): Result<MacroString, DomainFault> {
  if (text === '') return err({ code: 'missing-domain', detail: 'no domain stands behind it' });
  const parsed = parseMacroString(text, { explanation: false });
  if (!parsed.ok) return parsed;
  return endsInMacro(text) || DOMAIN_END.test(text) ? parsed : err(badEnd(text));
}

function badEnd(text: string): DomainFault {
  const last = text.replace(/\.$/, '');
  if (parseIpv4(last) !== undefined)
    return { code: 'numeric-domain', detail: `${text} is an address, not a domain`, fix: `ip4:${last}` };
  if (/(?:^|\.)\d+$/.test(last)) return { code: 'numeric-domain', detail: `the last label of ${text} is all digits` };
  if (/^[0-9a-z-]+$/i.test(last))
    return { code: 'single-label', detail: `${text} is a single label, and a whole domain name is wanted` };
  return { code: 'bad-domain', detail: `${JSON.stringify(text)} does not end as a domain name does` };
}
