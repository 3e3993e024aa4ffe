/** Certificates in variables: certextract, digests, base 64, as on a connection with TLS. */
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { expand, parseExpansion } from '../../../src/mta/expand/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';
import { commonNames, namedDer } from '../../support/named-certificates.ts';

let pem = '';
let x509: X509Certificate;

beforeAll(async () => {
  const subject = [
    { oid: '2.5.4.10', value: 'Example, Inc', encoding: 'utf8' as const },
    ...commonNames(['mail.example'])!,
  ];
  x509 = new X509Certificate(
    await namedDer({ subject: subject as never, dnsNames: ['mail.example', 'a:b.example', '*.example'] }),
  );
  pem = x509.toString();
});

const said = async (text: string): Promise<string> => {
  const host = createHost({ variables: { tls_in_peercert: pem } });
  const outcome = await expand(parseExpansion(text), host);
  return outcome.kind === 'text' ? outcome.text : `!${outcome.kind} ${outcome.message}`;
};

const field = (words: string): Promise<string> => said(`\${certextract{${words}}{$tls_in_peercert}{<$value>}{none}}`);

describe('certextract', () => {
  it('takes names of the subject, the last first (RFC 4514 §2.1)', async () => {
    expect(await field('subject,CN')).toBe('<mail.example>');
    expect(await field('subject,O')).toBe('<Example, Inc>');
    expect(await field('subject,OU')).toBe('none');
    expect(await field('subject')).toBe('<O=Example\\, Inc,CN=mail.example>');
  });

  it('takes alternative names with their kinds, or those of one kind, with a separator of its own', async () => {
    expect(await field('subj_altname,dns')).toBe('<mail.example\na:b.example\n*.example>');
    expect(await field('subj_altname,dns,>:')).toBe('<mail.example:a::b.example:*.example>');
    expect(await field('subj_altname')).toBe('<DNS=mail.example\nDNS=a:b.example\nDNS=*.example>');
    expect(await field('subj_altname,uri')).toBe('none');
  });

  it('takes dates as seconds', async () => {
    expect(await field('notbefore,int')).toBe(`<${Date.parse('2026-01-01T00:00:00Z') / 1000}>`);
    expect(await field('notafter,int')).toBe(`<${Date.parse('2036-01-01T00:00:00Z') / 1000}>`);
  });

  it('takes numbers and the rest', async () => {
    expect(await field('version')).toBe('<3>');
    expect(await field('sig_algorithm')).toBe('<ECDSA-SHA256>');
    expect(await field('serial_number')).toBe(`<${x509.serialNumber.toLowerCase()}>`);
    expect(await field('ocsp_uri')).toBe('none');
    expect(await field('crl_uri')).toBe('none');
    expect(await field('issuer,CN')).toBe('<mail.example>');
  });

  it('says what is no field, no variable and no certificate', async () => {
    expect(await field('nosuch')).toBe('!failed bad field selector for certextract: "nosuch"');
    expect(await said('${certextract{subject}{$nosuch}}')).toBe('!failed no variable named "nosuch"');
    expect(await said('${certextract{subject}{$domain}}')).toBe('!failed "domain" is not a certificate');
    expect(await said('${certextract{subject}{$tls_out_peercert}{y}{n}}')).toBe('n');
  });
});

describe('operators on a certificate', () => {
  it('are over its DER', async () => {
    expect(await said('${sha256:$tls_in_peercert}')).toBe(x509.fingerprint256.replaceAll(':', ''));
    expect(await said('${sha1:$tls_in_peercert}')).toBe(x509.fingerprint.replaceAll(':', ''));
    expect(await said('${base64:$tls_in_peercert}')).toBe(x509.raw.toString('base64'));
    expect(await said('${if def:tls_in_peercert{y}{n}}')).toBe('y');
  });
});
