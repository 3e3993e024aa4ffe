/** The three messages of NTLM ([MS-NLMP] §2.2.1), as far as a server has to know them. */

const SIGNATURE = Buffer.from('NTLMSSP\0', 'latin1');

/** NTLMSSP_NEGOTIATE_… ([MS-NLMP] §2.2.2.5). */
const UNICODE = 0x1;
const NTLM = 0x200;
const ALWAYS_SIGN = 0x8000;

const CHALLENGE_OCTETS = 48;
/** Of the target's name, which is empty: as Exim has it. */
const NO_TARGET_AT = 0x2800;

/** CHALLENGE: eight octets, and no name. Nothing in it depends on what the client said before, as with Exim. */
export function challengeMessage(challenge: Uint8Array): Buffer {
  const message = Buffer.alloc(CHALLENGE_OCTETS);
  SIGNATURE.copy(message);
  message.writeUInt32LE(2, 8);
  message.writeUInt32LE(NO_TARGET_AT, 16);
  message.writeUInt32LE(UNICODE | NTLM | ALWAYS_SIGN, 20);
  message.set(challenge, 24);
  return message;
}

export interface Authenticate {
  readonly user: string;
  readonly domain: string;
  readonly ntResponse: Uint8Array;
}

/** AUTHENTICATE: who it is, and the proof; undefined: it is none, or its fields point out of it. */
export function readAuthenticate(octets: Uint8Array): Authenticate | undefined {
  const message = Buffer.from(octets);
  if (!isAuthenticate(message) || message.length < 52) return undefined;
  const flags = message.length >= 64 ? message.readUInt32LE(60) : UNICODE;
  const ntResponse = fieldAt(message, 20);
  const domain = fieldAt(message, 28);
  const user = fieldAt(message, 36);
  if (ntResponse === undefined || domain === undefined || user === undefined) return undefined;
  const encoding = (flags & UNICODE) === 0 ? 'latin1' : 'utf16le';
  return { user: user.toString(encoding), domain: domain.toString(encoding), ntResponse };
}

const isAuthenticate = (message: Buffer): boolean =>
  message.length >= 12 && message.subarray(0, 8).equals(SIGNATURE) && message.readUInt32LE(8) === 3;

/** Length, room, offset. */
function fieldAt(message: Buffer, at: number): Buffer | undefined {
  const length = message.readUInt16LE(at);
  const offset = message.readUInt32LE(at + 4);
  return offset + length > message.length ? undefined : message.subarray(offset, offset + length);
}
