import { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUTHORITIES } from '../../../src/lab/ca/index.ts';
import { DELIVERIES } from '../../../src/lab/web/index.ts';
import { openSetting, type Setting } from './service.ts';

let lab: Setting;
beforeAll(async () => {
  lab = await openSetting();
});
afterAll(() => lab.close());

async function fetched(path: string): Promise<string> {
  const answered = await lab.get(path);
  if (typeof answered === 'string') return answered;
  return `${answered.status} ${answered.headers['content-type']} ${answered.body.length > 0 ? 'body' : 'empty'}`;
}

/** What a client meets instead of a certificate, fetched with a bound of two million octets and three redirects. */
const MET: Readonly<Record<string, string>> = {
  garbage: '200 application/pkix-cert body',
  html: '200 text/html body',
  empty: '200 application/pkix-cert empty',
  'not-found': '404 text/plain body',
  'server-error': '500 text/plain body',
  'wrong-type': '200 text/plain body',
  slow: '200 application/pkix-cert body',
  truncated: 'net/',
  oversize: 'net/too-large',
  redirect: '200 application/pkix-cert body',
  'redirect-loop': 'net/http',
  'hang-up': 'net/',
};

describe('deliveries', () => {
  it('have a line in the table each', () => {
    expect(DELIVERIES.map(({ name }) => name)).toEqual(Object.keys(MET));
  });

  it.each(Object.entries(MET))('%s: %s', async (mood, met) => {
    expect((await fetched(`/ca/${mood}/issuing.der`)).slice(0, met.length)).toBe(met);
  });

  it('hold for responder and lists as well', async () => {
    expect(await fetched('/ocsp/server-error')).toBe('500 text/plain body');
    expect(await fetched('/crl/html/issuing.crl')).toBe('200 text/html body');
    const redirected = await lab.post('/ocsp/redirect', Buffer.from('x'));
    expect(typeof redirected === 'string' ? redirected : redirected.url).toBe('http://pki.lab.test/ocsp');
  });
});

describe('the pages', () => {
  it('hold the certificates of authorities in DER and as PKCS #7', async () => {
    const der = await lab.get('/ca/issuing.der');
    if (typeof der === 'string') throw new Error(der);
    expect(new X509Certificate(der.body).subject).toBe('CN=mxray lab issuing CA');
    const bag = await lab.get('/ca/issuing.p7c');
    if (typeof bag === 'string') throw new Error(bag);
    expect(Buffer.from(bag.body).includes(Buffer.from(der.body))).toBe(true);
    const { ContentInfo, SignedData } = await import('pkijs');
    const signed = new SignedData({ schema: ContentInfo.fromBER(new Uint8Array(bag.body).buffer).content });
    expect(signed.certificates).toHaveLength(1);
    expect(signed.signerInfos).toHaveLength(0);
  });

  it.each([
    '/nowhere',
    '/ca/nobody.der',
    '/ca/issuing.txt',
    '/ca/nonsense/issuing.der',
    '/crl/nonsense/issuing.crl',
    '/crl/issuing.der',
  ])('%s is none', async (path) => expect(await fetched(path)).toBe('404 text/plain body'));

  it('tell what there is', async () => {
    const page = await lab.get('/');
    if (typeof page === 'string') throw new Error(page);
    const text = Buffer.from(page.body).toString();
    for (const { name } of [...AUTHORITIES, ...DELIVERIES]) expect(text).toContain(`  ${name} `);
  });

  it('refuse bodies without end, and stay up when a client hangs up', async () => {
    const large = await lab.post('/ocsp', new Uint8Array(100_000));
    expect(typeof large === 'string' ? large : large.status).toSatisfy((met) => met === 413 || met === 'net/reset');
    const socket = connect(lab.web.port, '127.0.0.1', () => {
      socket.write('POST /ocsp HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc', () => socket.destroy());
    });
    await new Promise<void>((resolve) => void socket.once('close', () => resolve()));
    expect(await fetched('/ca/issuing.der')).toBe('200 application/pkix-cert body');
  });
});
