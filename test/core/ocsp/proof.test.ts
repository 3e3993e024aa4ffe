import { beforeAll, describe, expect, it } from 'vitest';
import { createOcspRequest, readOcspObjects, readProofs, reportShown } from '../../../src/core/ocsp/index.ts';
import { formatPem } from '../../../src/core/pki/issue.ts';
import { NOW } from '../../support/chains.ts';
import { after, DAY_MS, type OcspWorld, ocspWorld } from '../../support/ocsp.ts';

let world: OcspWorld;
let response: Uint8Array;
let request: Uint8Array;
beforeAll(async () => {
  world = await ocspWorld();
  response = await world.respond();
  const about = { certificate: world.leaf.certificate, issuer: world.issuer.certificate };
  request = await createOcspRequest({ ...about, digest: 'sha1' });
});

const pem = (der: Uint8Array, label: string): Uint8Array =>
  Buffer.from(formatPem('CERTIFICATE', der).replaceAll('CERTIFICATE', label));

describe('a file of OCSP objects', () => {
  it('DER, by what it is', () => {
    expect(readOcspObjects(response, 'x')).toMatchObject({ value: [{ form: 'DER', kind: 'response' }] });
    expect(readOcspObjects(request, 'x')).toMatchObject({ value: [{ form: 'DER', kind: 'request' }] });
  });
  it('PEM, several, with other blocks between them', () => {
    const text = Buffer.concat([
      pem(response, 'OCSP RESPONSE'),
      pem(world.leaf.der, 'CERTIFICATE'),
      pem(request, 'OCSP REQUEST'),
      pem(response, 'OCSP RESPONSE'),
    ]);
    const objects = readOcspObjects(text, 'x');
    expect(objects.ok && objects.value.map(({ kind }) => kind)).toEqual(['response', 'request', 'response']);
    const proofs = readProofs(text, 'x');
    expect(proofs.ok && proofs.value).toHaveLength(2);
  });
  it.each([
    ['a certificate in PEM', () => pem(world.leaf.der, 'CERTIFICATE'), 'PEM of CERTIFICATE'],
    [
      'a key in PEM',
      () => Buffer.from('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
      'PEM of PRIVATE KEY',
    ],
    ['a certificate in DER', () => world.leaf.der, 'a certificate'],
    ['a request', () => request, 'an OCSP request'],
    ['a web page', () => Buffer.from('\n<!DOCTYPE html><p>'), 'a web page'],
    ['an HTTP answer', () => Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), 'an HTTP answer with its header'],
    ['bare base64', () => Buffer.from(Buffer.from(response).toString('base64')), 'base64 without'],
    ['nothing', () => new Uint8Array(), 'empty'],
  ])('%s is named', (_, octets, what) => {
    const read = readProofs(octets(), 'proof.der');
    expect(read).toMatchObject({ ok: false, error: { code: 'ocsp/wrong-kind' } });
    expect(!read.ok && read.error.message).toContain(`proof.der: no OCSP response in it, it is ${what}`);
  });
  it('PEM cut off says where', () =>
    expect(readProofs(pem(response, 'OCSP RESPONSE').subarray(0, 100), 'proof.pem')).toMatchObject({
      error: { message: expect.stringContaining('proof.pem, line 1') },
    }));
  it('DER that is nothing recognizable counts as a response, for its reader to refuse', () =>
    expect(readProofs(Uint8Array.of(0x30, 3, 2, 1, 5), 'x').ok).toBe(true));
});

describe('what is shown', () => {
  const shownOf = (der: Uint8Array, kind: 'response' | 'request' = 'response', at = NOW) =>
    reportShown([{ file: 'x', objects: [{ der, form: 'DER', kind }] }], at);

  it('extensions in words (RFC 6960 §4.4)', async () => {
    const time = Buffer.concat([Buffer.of(24, 15), Buffer.from('20200101000000Z')]);
    const url = Buffer.from('http://a/');
    const reference = Buffer.concat([Buffer.of(0x30, 13, 0xa0, 11, 22, 9), url]);
    const single = world.single({
      extensions: [
        { oid: '1.3.6.1.5.5.7.48.1.6', der: time },
        { oid: '1.3.6.1.5.5.7.48.1.3', der: reference },
        { oid: '1.3.6.1.4.1.11129.2.4.5', der: Buffer.of(4, 7, 0, 5, 0, 3, 1, 2, 3) },
        { oid: '2.5.29.21', der: Buffer.of(10, 1, 4) },
        { oid: '1.2.3.4', critical: true, der: Buffer.of(5, 0) },
      ],
    });
    const { data } = shownOf(await world.respond({ responses: [single] }));
    const content = data.files[0]!.content;
    expect(
      content?.kind === 'response' &&
        content.responses[0]!.extensions.map(({ name, value, critical }) => [name, value, critical]),
    ).toEqual([
      ['archive cutoff', '2020-01-01T00:00:00.000Z', false],
      ['CRL references', 'http://a/', false],
      ['signed certificate timestamps', '1 timestamp, 7 octets', false],
      ['reason code', 'superseded', false],
      ['1.2.3.4', '0500', true],
    ]);
  });
  it('extensions that cannot be read are hex', async () => {
    const oids = [
      '1.3.6.1.5.5.7.48.1.6',
      '1.3.6.1.5.5.7.48.1.3',
      '1.3.6.1.4.1.11129.2.4.5',
      '2.5.29.21',
      '1.3.6.1.5.5.7.48.1.4',
    ];
    const extensions = oids.map((oid) => ({ oid, der: Buffer.of(0xff, 0xff) }));
    const content = shownOf(await world.respond({ extensions })).data.files[0]!.content;
    expect(content?.extensions.map(({ value }) => value)).toEqual(oids.map(() => 'ffff'));
  });
  it('warns of the end of the signer, and of what is out of date', async () => {
    const short = await world.delegate({ notAfter: after(DAY_MS) });
    const der = await world.respond({ certificates: [short.der] }, short);
    expect(shownOf(der).findings.map(({ id, severity }) => `${severity} ${id}`)).toEqual([
      'warn ocsp.signer-ends-first',
    ]);
    expect(shownOf(await world.respond(), 'response', after(30 * DAY_MS)).findings.map(({ id }) => id)).toEqual([
      'ocsp.expired',
    ]);
    expect(shownOf(await world.respond(), 'response', after(-30 * DAY_MS)).findings.map(({ id }) => id)).toEqual([
      'ocsp.not-yet-valid',
    ]);
  });
  it('what cannot be read is an error', () =>
    expect(shownOf(Uint8Array.of(1, 2)).findings).toMatchObject([
      { id: 'ocsp.malformed', severity: 'error', scope: { file: 'x' } },
    ]));
});
