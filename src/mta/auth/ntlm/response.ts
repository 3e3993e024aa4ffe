/** What a client answers to a challenge when it knows the password ([MS-NLMP] §3.3). */
import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { md4 } from './md4.ts';

const V1_OCTETS = 24;
const PROOF_OCTETS = 16;

export interface Claim {
  readonly user: string;
  readonly domain: string;
  readonly ntResponse: Uint8Array;
}

/** By NTLMv1, or by NTLMv2 where the answer is longer. */
export function isRightResponse(claim: Claim, challenge: Uint8Array, password: string): boolean {
  const { ntResponse } = claim;
  if (ntResponse.length === V1_OCTETS) return timingSafeEqual(ntResponse, responseV1(challenge, password));
  if (ntResponse.length <= V1_OCTETS) return false;
  const blob = ntResponse.subarray(PROOF_OCTETS);
  return timingSafeEqual(ntResponse.subarray(0, PROOF_OCTETS), proofV2(claim, challenge, password, blob));
}

/** §3.3.1: the challenge under three DES keys made of the password's hash. */
export function responseV1(challenge: Uint8Array, password: string): Buffer {
  const key = Buffer.concat([md4(Buffer.from(password, 'utf16le')), Buffer.alloc(5)]);
  return Buffer.concat([0, 7, 14].map((at) => des(key.subarray(at, at + 7), challenge)));
}

/** §3.3.2. */
export function proofV2(
  { user, domain }: Pick<Claim, 'user' | 'domain'>,
  challenge: Uint8Array,
  password: string,
  blob: Uint8Array,
): Buffer {
  const who = Buffer.from(user.toUpperCase() + domain, 'utf16le');
  const key = createHmac('md5', md4(Buffer.from(password, 'utf16le')))
    .update(who)
    .digest();
  return createHmac('md5', key).update(challenge).update(blob).digest();
}

/** Three times DES under one key is DES once, and that is what OpenSSL still has. */
function des(key: Uint8Array, block: Uint8Array): Buffer {
  const spread = Buffer.from(Array.from({ length: 8 }, (_, index) => spreadOctet(key, index)));
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([spread, spread, spread]), null);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

/** 56 bits as eight octets of seven, the eighth bit of each for parity, which nobody looks at. */
function spreadOctet(key: Uint8Array, index: number): number {
  const before = index === 0 ? 0 : key[index - 1]!;
  const here = index === 7 ? 0 : key[index]!;
  return ((before << (8 - index)) | (here >> index)) & 0xfe;
}
