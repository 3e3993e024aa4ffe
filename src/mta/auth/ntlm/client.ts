/** A client of NTLM ([MS-NLMP] §3.1.5.1): NEGOTIATE, and the answer to a CHALLENGE. */
import { responseV1 } from './response.ts';

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');
/** Unicode, OEM, the target's name, NTLM ([MS-NLMP] §2.2.2.5). */
const FLAGS = 0x1 | 0x2 | 0x4 | 0x200;
const UNICODE_NTLM = 0x1 | 0x200;
const HEADER_OCTETS = 64;

/** [MS-NLMP] §2.2.1.1, without domain and workstation. */
export const NEGOTIATE: Uint8Array = negotiate();

function negotiate(): Buffer {
  const message = Buffer.alloc(32);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(FLAGS, 12);
  message.writeUInt32LE(message.length, 20);
  message.writeUInt32LE(message.length, 28);
  return message;
}

export interface NtlmUser {
  readonly user: string;
  readonly password: string;
  readonly domain: string;
}

/** [MS-NLMP] §2.2.1.3, by NTLMv1 as Exim answers. Undefined: it is no CHALLENGE. */
export function answerChallenge(challenge: Uint8Array, { user, password, domain }: NtlmUser): Uint8Array | undefined {
  const octets = Buffer.from(challenge);
  const isChallenge = octets.length >= 32 && octets.subarray(0, 8).equals(SIGNATURE) && octets.readUInt32LE(8) === 2;
  if (!isChallenge) return undefined;
  const nt = responseV1(octets.subarray(24, 32), password);
  return message([Buffer.alloc(24), nt, utf16(domain), utf16(user), utf16(''), Buffer.alloc(0)]);
}

/** Six fields with their lengths and offsets, flags, and then what they hold. */
function message(fields: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_OCTETS);
  SIGNATURE.copy(header);
  header.writeUInt32LE(3, 8);
  let offset = HEADER_OCTETS;
  for (const [index, field] of fields.entries()) {
    header.writeUInt16LE(field.length, 12 + 8 * index);
    header.writeUInt16LE(field.length, 14 + 8 * index);
    header.writeUInt32LE(offset, 16 + 8 * index);
    offset += field.length;
  }
  header.writeUInt32LE(UNICODE_NTLM, 60);
  return Buffer.concat([header, ...fields]);
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
