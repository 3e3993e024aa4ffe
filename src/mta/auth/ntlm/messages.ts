/** The three messages of NTLM ([MS-NLMP] §2.2.1), as far as a server has to know them. */

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');

/** NTLMSSP_NEGOTIATE_…: what is in both the client's first message and ours. */
const UNICODE = 0x1;
const OEM = 0x2;
const REQUEST_TARGET = 0x4;
const NTLM = 0x200;
const TARGET_TYPE_SERVER = 0x20000;

/** The flags of a NEGOTIATE message; undefined: it is none. */
export function readNegotiate(octets: Uint8Array): number | undefined {
  const message = Buffer.from(octets);
  return isMessage(message, 1) && message.length >= 16 ? message.readUInt32LE(12) : undefined;
}

const HEADER_OCTETS = 48;

/** CHALLENGE: eight octets, and our name where it is asked for. */
export function challengeMessage(challenge: Uint8Array, flags: number, name: string): Buffer {
  const isUnicode = (flags & UNICODE) !== 0;
  const target = (flags & REQUEST_TARGET) === 0 ? Buffer.alloc(0) : Buffer.from(name, isUnicode ? 'utf16le' : 'latin1');
  const header = Buffer.alloc(HEADER_OCTETS);
  SIGNATURE.copy(header);
  header.writeUInt32LE(2, 8);
  header.writeUInt16LE(target.length, 12);
  header.writeUInt16LE(target.length, 14);
  header.writeUInt32LE(HEADER_OCTETS, 16);
  const chosen = (isUnicode ? UNICODE : OEM) | NTLM | (target.length > 0 ? REQUEST_TARGET | TARGET_TYPE_SERVER : 0);
  header.writeUInt32LE(chosen, 20);
  header.set(challenge, 24);
  header.writeUInt32LE(HEADER_OCTETS + target.length, 44);
  return Buffer.concat([header, target]);
}

export interface Authenticate {
  readonly user: string;
  readonly domain: string;
  readonly ntResponse: Uint8Array;
}

/** AUTHENTICATE: who it is, and the proof; undefined: it is none, or its fields point out of it. */
export function readAuthenticate(octets: Uint8Array): Authenticate | undefined {
  const message = Buffer.from(octets);
  if (!isMessage(message, 3) || message.length < 52) return undefined;
  const flags = message.length >= 64 ? message.readUInt32LE(60) : UNICODE;
  const ntResponse = fieldAt(message, 20);
  const domain = fieldAt(message, 28);
  const user = fieldAt(message, 36);
  if (ntResponse === undefined || domain === undefined || user === undefined) return undefined;
  const encoding = (flags & UNICODE) === 0 ? 'latin1' : 'utf16le';
  return { user: user.toString(encoding), domain: domain.toString(encoding), ntResponse };
}

const isMessage = (message: Buffer, type: number): boolean =>
  message.length >= 12 && message.subarray(0, 8).equals(SIGNATURE) && message.readUInt32LE(8) === type;

/** Length, room, offset. */
function fieldAt(message: Buffer, at: number): Buffer | undefined {
  const length = message.readUInt16LE(at);
  const offset = message.readUInt32LE(at + 4);
  return offset + length > message.length ? undefined : message.subarray(offset, offset + length);
}
