/** The OPT record: EDNS0 (RFC 6891 §6.1), and the extended errors that travel in it (RFC 8914). */
import type { Message, ResourceRecord } from '../types.ts';
import { DO_BIT } from './types.ts';

export interface Edns {
  /** Upper eight bits of the RCODE (RFC 6891 §6.1.3). */
  readonly extendedRcode: number;
  readonly value: NonNullable<Message['edns']>;
}

export interface EdnsOption {
  readonly code: number;
  readonly data: Uint8Array;
}

export interface ExtendedError {
  /** INFO-CODE, registry "Extended DNS Error Codes". */
  readonly code: number;
  /** EXTRA-TEXT, control characters removed; often empty. */
  readonly text: string;
}

/** EDNS option codes (IANA "DNS EDNS0 Option Codes"). */
export const EDNS_OPTION = { NSID: 3, COOKIE: 10, PADDING: 12, EXTENDED_ERROR: 15 } as const;

/** Longest EXTRA-TEXT worth showing. */
const MAX_EXTRA_TEXT = 256;

/** OPT keeps its data in odd places: CLASS is the payload size, TTL is extended RCODE, version and flags. */
export function readEdns(record: ResourceRecord): Edns | undefined {
  const options = readOptions(record.rdata);
  if (options === undefined) return undefined;
  const { ttlSeconds: packed } = record;
  return {
    extendedRcode: packed >>> 24,
    value: {
      version: (packed >>> 16) & 0xff,
      udpSize: record.class,
      dnssecOk: (packed & DO_BIT) !== 0,
      options,
    },
  };
}

/** What the server says beyond the RCODE (RFC 8914 §2); malformed ones are passed over. */
export function extendedErrors(message: Message): readonly ExtendedError[] {
  const errors: ExtendedError[] = [];
  for (const { code, data } of message.edns?.options ?? []) {
    if (code !== EDNS_OPTION.EXTENDED_ERROR || data.length < 2) continue;
    errors.push({ code: (data[0]! << 8) | data[1]!, text: readableText(data.subarray(2)) });
  }
  return errors;
}

/** An EXTENDED_ERROR option. */
export function extendedErrorOption(code: number, text = ''): EdnsOption {
  const words = new TextEncoder().encode(text);
  const data = new Uint8Array(2 + words.length);
  data.set([code >> 8, code & 0xff]);
  data.set(words, 2);
  return { code: EDNS_OPTION.EXTENDED_ERROR, data };
}

function readOptions(rdata: Uint8Array): EdnsOption[] | undefined {
  const options: EdnsOption[] = [];
  let at = 0;
  while (at < rdata.length) {
    if (at + 4 > rdata.length) return undefined;
    const code = (rdata[at]! << 8) | rdata[at + 1]!;
    const end = at + 4 + ((rdata[at + 2]! << 8) | rdata[at + 3]!);
    if (end > rdata.length) return undefined;
    options.push({ code, data: rdata.subarray(at + 4, end) });
    at = end;
  }
  return options;
}

/** Text from a stranger, safe for a terminal: UTF-8, no controls, no direction overrides. */
function readableText(octets: Uint8Array): string {
  const text = new TextDecoder().decode(octets.subarray(0, MAX_EXTRA_TEXT));
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim();
}
