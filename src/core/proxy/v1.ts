/**
 * Version 1: one line of ASCII (proxy-protocol.txt §2.1).
 *
 *   PROXY SP TCP4|TCP6 SP source SP destination SP port SP port CRLF
 *   PROXY SP UNKNOWN [SP anything] CRLF
 *
 * Nothing is said of an address before the CRLF is there. All of it, CRLF included, is at most 107 octets.
 */
import { addressFamily, formatIpv6, parseIpv6 } from '../../base/index.ts';
import { showOctets } from './octets-text.ts';
import { type Endpoint, invalid, more, type Outcome, type ProxyFault, type ProxyHeader, type Tell } from './types.ts';

export const MAX_V1_OCTETS = 107;
export const V1_START = 'PROXY';

const CR = 13;
const LF = 10;
const SPACE = 32;

export function readV1(octets: Uint8Array, tell: Tell): Outcome {
  const start = readStart(octets);
  if (start !== undefined) return start;
  tell(0, V1_START.length, 'signature', () => 'PROXY, version 1');
  const end = findEnd(octets);
  if (typeof end !== 'number') return end;
  const words = wordsOf(octets.subarray(0, end));
  const isUnknown = words[1]!.text === 'UNKNOWN';
  const bad = isUnknown ? undefined : (badOctet(octets, end) ?? badSpace(words, end));
  if (bad !== undefined) return bad;
  const outcome = isUnknown ? readUnknown(words, end, tell) : readLine(words, end, tell);
  if (outcome.kind === 'header') tell(end, 2, 'end', () => 'CRLF, the end of the header');
  return outcome;
}

/** The first six octets, in capitals; `undefined` when they are there. */
function readStart(octets: Uint8Array): Outcome | undefined {
  const text = Buffer.from(octets.subarray(0, V1_START.length)).toString('latin1');
  const differs = [...text].findIndex((letter, i) => letter.toUpperCase() !== V1_START[i]);
  if (differs >= 0) return invalid('no-header', differs, 'the octets begin with neither signature');
  if (text.length < V1_START.length) return more;
  if (text !== V1_START) return invalid('v1-case', 0, `"${text}" is not "${V1_START}"`);
  const separator = octets[V1_START.length];
  if (separator === undefined) return more;
  if (separator === SPACE) return undefined;
  return invalid(
    'v1-separator',
    V1_START.length,
    `${showOctets(Uint8Array.of(separator))} where one space is to follow PROXY`,
  );
}

/**
 * Where the CRLF is. A CR or LF alone ends nothing and makes the line invalid; behind UNKNOWN everything up to the CRLF is to
 * be ignored.
 */
function findEnd(octets: Uint8Array): number | Outcome {
  const limit = Math.min(octets.length, MAX_V1_OCTETS);
  let mayHoldAnything = false;
  for (let at = V1_START.length + 1; at < limit; at += 1) {
    const octet = octets[at];
    if (octet === SPACE && at === UNKNOWN_END) mayHoldAnything = startsUnknown(octets);
    if (octet !== CR && octet !== LF) continue;
    if (octet === CR && at + 1 >= limit) break; // what follows it is yet to come, or beyond the limit
    if (octet === CR && octets[at + 1] === LF) return at;
    if (mayHoldAnything) continue;
    return octet === CR
      ? invalid('v1-bare-cr', at, 'a CR without its LF')
      : invalid('v1-bare-lf', at, 'an LF without the CR before it');
  }
  if (octets.length < MAX_V1_OCTETS) return more;
  return invalid('v1-too-long', MAX_V1_OCTETS, `no CRLF in the first ${MAX_V1_OCTETS} octets`);
}

const UNKNOWN_END = 'PROXY UNKNOWN'.length;
const startsUnknown = (octets: Uint8Array): boolean =>
  Buffer.from(octets.subarray(0, UNKNOWN_END)).toString('latin1') === 'PROXY UNKNOWN';

interface Word {
  readonly at: number;
  readonly text: string;
}

function wordsOf(line: Uint8Array): readonly Word[] {
  let at = 0;
  return Buffer.from(line)
    .toString('latin1')
    .split(' ')
    .map((text) => {
      const word = { at, text };
      at += text.length + 1;
      return word;
    });
}

/** "One line of US-ASCII text": nothing in it is a control character, and only spaces separate. */
function badOctet(octets: Uint8Array, end: number): Outcome | undefined {
  const at = octets.subarray(0, end).findIndex((octet) => octet < SPACE || octet > 0x7e);
  if (at < 0) return undefined;
  const shown = showOctets(octets.subarray(at, at + 1));
  return octets[at] === 9
    ? invalid('v1-separator', at, 'a tab where one space is to be')
    : invalid('v1-octet', at, `the octet ${shown}`);
}

function badSpace(words: readonly Word[], end: number): Outcome | undefined {
  const empty = words.find(({ text }) => text === '');
  if (empty === undefined) return undefined;
  return invalid(
    'v1-separator',
    empty.at,
    empty.at === end ? 'a space before the CRLF' : 'two spaces where one is to be',
  );
}

function readUnknown(words: readonly Word[], end: number, tell: Tell): Outcome {
  tellSpaceAnd(words[1]!, 'protocol', 'UNKNOWN: the real connection holds', tell);
  if (end > UNKNOWN_END)
    tell(UNKNOWN_END, end - UNKNOWN_END, 'ignored', () => 'anything may stand here; it is ignored');
  return header({ version: 1, command: 'PROXY', family: 'UNSPEC', transport: 'UNSPEC', tlvs: [] }, end);
}

function readLine(words: readonly Word[], end: number, tell: Tell): Outcome {
  const [, protocol, ...rest] = words;
  const family = protocol!.text === 'TCP4' ? 4 : protocol!.text === 'TCP6' ? 6 : undefined;
  if (family === undefined) return badProtocol(protocol!);
  tellSpaceAnd(protocol!, 'protocol', `TCP over IPv${family}`, tell);
  const fields = [];
  for (const [i, name] of FIELDS.entries()) {
    const word = rest[i];
    if (word === undefined) return invalid('v1-fields', end, `the ${name} is missing`);
    const read = i < 2 ? readAddress(word, family, name) : readPort(word, name);
    if (typeof read === 'object') return { kind: 'invalid', fault: read };
    tellSpaceAnd(word, name, String(read), tell);
    fields.push(read);
  }
  const surplus = rest[FIELDS.length];
  if (surplus !== undefined) return invalid('v1-fields', surplus.at, 'something follows the destination port');
  const [from, to, fromPort, toPort] = fields as [string, string, number, number];
  const source: Endpoint = { address: from, port: fromPort };
  const destination: Endpoint = { address: to, port: toPort };
  const name = family === 4 ? 'INET' : 'INET6';
  return header(
    { version: 1, command: 'PROXY', family: name, transport: 'STREAM', source, destination, tlvs: [] },
    end,
  );
}

const FIELDS = ['source address', 'destination address', 'source port', 'destination port'] as const;

const header = (value: ProxyHeader, end: number): Outcome => ({ kind: 'header', header: value, length: end + 2 });

function tellSpaceAnd({ at, text }: Word, field: string, meaning: string, tell: Tell): void {
  tell(at - 1, 1, 'separator', () => 'exactly one space');
  tell(at, text.length, field, () => meaning);
}

function badProtocol({ at, text }: Word): Outcome {
  const detail = `"${text.slice(0, 20)}" is none of TCP4, TCP6, UNKNOWN`;
  return invalid(/^(?:tcp[46]|unknown)$/i.test(text) ? 'v1-case' : 'v1-protocol', at, detail);
}

/** Decimal quads without leading zeros; IPv6 as RFC 4291 §2.2 has it, since that is what senders write. */
function readAddress({ at, text }: Word, family: 4 | 6, name: string): string | ProxyFault {
  const found = addressFamily(text);
  if (found === family) return family === 4 ? text : formatIpv6(parseIpv6(text)!);
  if (found !== 0)
    return { code: 'v1-address-family', at, detail: `the ${name} ${text} is IPv${found}, and TCP${family} was said` };
  const isPadded = family === 4 && addressFamily(text.replace(/(^|\.)0+(?=\d)/g, '$1')) === 4;
  const detail = `the ${name} "${text.slice(0, 60)}" is no IPv${family} address`;
  return isPadded
    ? { code: 'v1-address-leading-zero', at, detail: `the ${name} ${text} has a number with a leading zero` }
    : { code: 'v1-address', at, detail };
}

function readPort({ at, text }: Word, name: string): number | ProxyFault {
  if (!/^\d+$/.test(text)) return { code: 'v1-port', at, detail: `the ${name} "${text.slice(0, 20)}" is no number` };
  if (/^0\d/.test(text)) return { code: 'v1-port-leading-zero', at, detail: `the ${name} ${text.slice(0, 20)}` };
  if (text.length > 5 || Number(text) > 65_535)
    return { code: 'v1-port-range', at, detail: `the ${name} ${text.slice(0, 20)} is beyond 65535` };
  return Number(text);
}
