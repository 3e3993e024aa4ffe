/** OCSP responses and requests never throw, whatever the octets; and what nobody signed is never proven. */
import { toHex } from '../../src/base/index.ts';
import {
  createOcspRequest,
  parseOcspRequest,
  parseOcspResponse,
  readOcspObjects,
  reportShown,
  verifyOcsp,
} from '../../src/core/ocsp/index.ts';
import { createOcspErrorResponse } from '../../src/core/ocsp/issue.ts';
import { DAY_MS, ocspWorld } from '../support/ocsp.ts';

const world = await ocspWorld();
const delegate = await world.delegate();
const revoked = world.single({
  status: { kind: 'revoked', at: world.after(-DAY_MS), reason: 'superseded' },
  digest: 'sha256',
});
const extensions = [{ oid: '1.3.6.1.5.5.7.48.1.6', der: Uint8Array.of(5, 0) }];
const about = { certificate: world.leaf.certificate, issuer: world.issuer.certificate };

const responses = [
  await world.respond({ nonce: new Uint8Array(32).fill(1) }),
  await world.respond({ certificates: [delegate.der, world.issuer.der], responderId: 'key' }, delegate),
  await world.respond({ responses: [revoked, world.single({ extensions })], extensions }),
  await createOcspErrorResponse(3),
];
const request = await createOcspRequest({ ...about, digest: 'sha1', nonce: new Uint8Array(32) });
/** What was really signed; a status that is proven rests on one of these. */
const signed = new Set(responses.map(tbsOf));

export const target = {
  name: 'ocsp',
  seeds: [...responses, request],
  run(bytes: Uint8Array): void {
    parseOcspRequest(bytes);
    const objects = readOcspObjects(bytes, 'fuzz');
    if (objects.ok) reportShown([{ file: 'fuzz', objects: objects.value }], world.now);
    const { status } = verifyOcsp({ response: bytes, ...about, at: world.now });
    if (status !== 'invalid' && !signed.has(tbsOf(bytes))) throw new Error(`octets that nobody signed are ${status}`);
  },
};

function tbsOf(der: Uint8Array): string {
  const read = parseOcspResponse(der);
  return read.ok && read.value.basic !== undefined ? toHex(read.value.basic.tbs) : '';
}
