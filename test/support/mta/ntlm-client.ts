/** An NTLM client ([MS-NLMP] §3.1), for servers under test. */
import { proofV2, responseV1 } from '../../../src/mta/auth/ntlm/response.ts';

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');
const UNICODE = 0x1;
const OEM = 0x2;
const TARGET = 0x4;
const NTLM = 0x200;

/** NEGOTIATE. */
export function negotiate(): Buffer {
  const message = Buffer.alloc(32);
  SIGNATURE.copy(message);
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(UNICODE | OEM | TARGET | NTLM, 12);
  message.writeUInt32LE(32, 20);
  message.writeUInt32LE(32, 28);
  return message;
}

export interface Who {
  readonly user: string;
  readonly domain?: string;
  readonly password: string;
  readonly version: 1 | 2;
}

/** AUTHENTICATE, to a CHALLENGE. */
export function authenticate(challengeMessage: Uint8Array, { user, domain = '', password, version }: Who): Buffer {
  const challenge = Buffer.from(challengeMessage).subarray(24, 32);
  const blob = Buffer.concat([
    Buffer.from('0101000000000000', 'hex'),
    Buffer.alloc(8),
    Buffer.alloc(8, 0xaa),
    Buffer.alloc(8),
  ]);
  const nt =
    version === 1
      ? responseV1(challenge, password)
      : Buffer.concat([proofV2({ user, domain }, challenge, password, blob), blob]);
  const parts = [Buffer.alloc(24), nt, utf16(domain), utf16(user), utf16('HOST'), Buffer.alloc(0)];
  const header = Buffer.alloc(64);
  SIGNATURE.copy(header);
  header.writeUInt32LE(3, 8);
  let offset = 64;
  for (const [index, part] of parts.entries()) {
    header.writeUInt16LE(part.length, 12 + 8 * index);
    header.writeUInt16LE(part.length, 14 + 8 * index);
    header.writeUInt32LE(offset, 16 + 8 * index);
    offset += part.length;
  }
  header.writeUInt32LE(UNICODE | NTLM, 60);
  return Buffer.concat([header, ...parts]);
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
