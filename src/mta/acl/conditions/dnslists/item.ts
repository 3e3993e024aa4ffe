/** An item of dnslists, read: `text.domain,domain=127.0.0.2,127.0.0.3/key` (Exim spec §44.31). */
import { parseIpv4, parseIpv6 } from '../../../../base/index.ts';
import { readList } from '../../../expand/index.ts';

export interface DnslistItem {
  readonly domain: string;
  /** Where texts are, which is where the hit is said to be. */
  readonly textDomain: string;
  readonly answers: AnswerRule | undefined;
  /** What is looked up; undefined: the client's address. */
  readonly keys: readonly string[] | undefined;
}

/** Which answers count. */
export interface AnswerRule {
  /** Addresses, or masks of bits. */
  readonly wanted: readonly string[];
  readonly isMask: boolean;
  /** Every answer has to be one of them, not just one. */
  readonly isAll: boolean;
  readonly isNegated: boolean;
}

export function readItem(item: string): DnslistItem {
  const slash = item.indexOf('/');
  const whole = slash < 0 ? item : item.slice(0, slash);
  const keys = slash < 0 ? undefined : readList(item.slice(slash + 1)).items;
  const { domains, answers } = readAnswers(whole);
  const comma = domains.indexOf(',');
  const domain = comma < 0 ? domains : domains.slice(comma + 1);
  return { domain, textDomain: comma < 0 ? domain : domains.slice(0, comma), answers, keys };
}

function readAnswers(text: string): { readonly domains: string; readonly answers: AnswerRule | undefined } {
  const equals = text.indexOf('=');
  const at = equals < 0 ? text.indexOf('&') : equals;
  if (at < 0) return { domains: text, answers: undefined };
  const isNegated = text[at - 1] === '!';
  const behind = text.slice(at + 1);
  const isAll = equals >= 0 && (behind.startsWith('=') || behind.startsWith('&'));
  const answers: AnswerRule = {
    wanted: readList(`<,${isAll ? behind.slice(1) : behind}`).items,
    isMask: equals < 0 || (isAll && behind.startsWith('&')),
    isAll,
    isNegated,
  };
  return { domains: text.slice(0, isNegated ? at - 1 : at), answers };
}

/** Only these say that a name is in a list (RFC 5782 §2.1). */
const isListing = (address: string): boolean => parseIpv4(address)?.[0] === 127;

/** @returns what counts as an answer, and what does not and is to be told */
export function judgeAnswers(
  addresses: readonly string[],
  rule: AnswerRule | undefined,
): { readonly isHit: boolean; readonly discarded: readonly string[] } {
  const foreign = addresses.filter((address) => !isListing(address));
  if (rule === undefined) return { isHit: foreign.length < addresses.length, discarded: foreign };
  const fits = (address: string): boolean =>
    rule.isMask ? fitsMask(address, rule.wanted) : rule.wanted.includes(address);
  const isMatched = rule.isAll ? addresses.every(fits) : addresses.some(fits);
  return { isHit: isMatched !== rule.isNegated, discarded: rule.isMask ? foreign : [] };
}

/** All bits of a mask are set; in an address that is no listing none is. */
function fitsMask(address: string, masks: readonly string[]): boolean {
  const bits = isListing(address) ? bitsOf(address)! : 0;
  return masks.some((mask) => {
    const wanted = bitsOf(mask);
    return wanted !== undefined && (wanted & bits) >>> 0 === wanted;
  });
}

function bitsOf(address: string): number | undefined {
  const octets = parseIpv4(address);
  return octets === undefined ? undefined : Buffer.from(octets).readUInt32BE(0);
}

/** An address is asked for backwards, and any other key as it is. */
export function queryName(key: string, domain: string): string {
  const four = parseIpv4(key);
  if (four !== undefined) return `${[...four].reverse().join('.')}.${domain}`;
  const sixteen = parseIpv6(key);
  if (sixteen === undefined) return `${key}.${domain}`;
  return `${[...Buffer.from(sixteen).toString('hex')].reverse().join('.')}.${domain}`;
}
