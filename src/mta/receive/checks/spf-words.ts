/** A verdict on the sender's host in Exim's words, which are those of libspf2 (Exim spec §58 "SPF"). */
import { isLoopback, parseIpv4, parseIpv6 } from '../../../base/index.ts';
import type { SpfVerdict } from '../../../core/spf/index.ts';

/** `$spf_header_comment`. */
export function headerComment(verdict: SpfVerdict, receiver: string): string {
  return printable(`${receiver}: ${sentenceOf(verdict)}`);
}

const isOurselves = (ip: string): boolean => {
  const octets = parseIpv4(ip) ?? parseIpv6(ip);
  return octets !== undefined && isLoopback(octets);
};

function sentenceOf({ result, ip, domain, problem }: SpfVerdict): string {
  const who = `domain of ${domain}`;
  switch (result) {
    case 'pass':
      return isOurselves(ip) ? 'localhost is always allowed.' : `${who} designates ${ip} as permitted sender`;
    case 'fail':
      return `${who} does not designate ${ip} as permitted sender`;
    case 'softfail':
      return `transitioning ${who} does not designate ${ip} as permitted sender`;
    case 'neutral':
      return `${ip} is neither permitted nor denied by ${who}`;
    case 'none':
      return `${who} does not provide an SPF record`;
    case 'temperror':
      return `encountered temporary error during SPF processing of ${who}`;
    case 'permerror':
      return `error in processing during lookup of ${who}: ${
        problem?.code === 'several-records' ? 'Multiple SPF or TXT records for domain.' : (problem?.detail ?? '')
      }`;
  }
}

/** `$spf_received`, a field without the line's end; what a client chose cannot end a value. */
export function receivedField(verdict: SpfVerdict, receiver: string): string {
  const { result, ip, sender, helo } = verdict;
  const comment = headerComment(verdict, receiver).replace(/[()\\]/g, '\\$&');
  const pairs = Object.entries({ 'client-ip': ip, 'envelope-from': sender, helo });
  return `Received-SPF: ${result} (${comment}) ${pairs.map(([name, text]) => `${name}=${quotedValue(text)};`).join(' ')}`;
}

/** `$spf_smtp_comment`: what the domain says of itself; else what we say to all, and what it came from. */
export function smtpComment({ result, explanation, explanationDomain, mechanism }: SpfVerdict): string {
  if (explanation === undefined) return '';
  if (explanationDomain !== undefined || result === 'pass') return explanation;
  return `${explanation} : Reason: ${mechanism === undefined ? 'default' : 'mechanism'}`;
}

const PLAIN = /^[\w!#$%&'*+/=?^`{|}~.@:-]*$/;
const MAX_VALUE = 256;

function quotedValue(text: string): string {
  const clean = printable(text);
  return PLAIN.test(clean) ? clean : `"${clean.replace(/["\\]/g, '\\$&')}"`;
}

const printable = (text: string): string =>
  text.length > MAX_VALUE ? `${printable(text.slice(0, MAX_VALUE))}...` : text.replace(/[^\x20-\x7e]/g, '?');
