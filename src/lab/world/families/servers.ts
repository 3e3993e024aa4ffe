/** Servers that do not behave, each before a host whose TLSA is in order (RFC 7672 §2.2, RFC 3207). */
import { fail, pass, unknown } from '../expect.ts';
import type { DomainRow, HostRow } from '../types.ts';

const host = (mood: string, more: Partial<HostRow> = {}): readonly HostRow[] => [
  { name: 'mx', mood, tlsa: ['3 1 1'], ...more },
];

export const servers: readonly DomainRow[] = [
  {
    name: 'no-starttls.test',
    shows: 'TLSA promises TLS, the server does not offer it: senders hold the mail back',
    hosts: host('no-starttls'),
    expect: fail('dane', 'dane.host.no-starttls'),
  },
  {
    name: 'cleartext.test',
    shows: 'neither TLSA nor STARTTLS',
    hosts: host('no-starttls', { tlsa: [] }),
    expect: pass('opportunistic', 'dane.tlsa.none', 'dane.host.no-starttls'),
  },
  {
    name: 'starttls-454.test',
    shows: 'offers STARTTLS and refuses it for now',
    hosts: host('starttls-454'),
    expect: fail('dane', 'dane.host.starttls-refused'),
  },
  {
    name: 'banner-421.test',
    shows: 'greets with 421: too busy to be judged',
    hosts: host('banner-421'),
    expect: unknown('dane', 'dane.host.refused'),
  },
  {
    name: 'banner-554.test',
    shows: 'greets with 554: wants nothing to do with us',
    hosts: host('banner-554'),
    expect: unknown('dane', 'dane.host.refused'),
  },
  {
    name: 'slow-banner.test',
    shows: 'takes its time to greet, and is fine otherwise',
    hosts: host('slow-banner'),
    expect: pass('dane'),
  },
  {
    name: 'silent.test',
    shows: 'accepts the connection and never says a word',
    hosts: host('silent'),
    expect: unknown('dane', 'dane.host.timeout'),
  },
  {
    name: 'huge-banner.test',
    shows: 'greets with one line of ten million octets',
    hosts: host('huge-banner'),
    expect: unknown('dane', 'dane.host.protocol'),
  },
  {
    name: 'endless-reply.test',
    shows: 'answers EHLO without end',
    hosts: host('endless-reply'),
    expect: unknown('dane', 'dane.host.protocol'),
  },
  {
    name: 'garbage.test',
    shows: 'speaks no protocol at all',
    hosts: host('garbage'),
    expect: unknown('dane', 'dane.host.protocol'),
  },
  {
    name: 'tls-alert.test',
    shows: 'answers the ClientHello with a fatal alert',
    hosts: host('tls-alert'),
    expect: fail('dane', 'dane.host.tls-failed'),
  },
  {
    name: 'tls-cut.test',
    shows: 'hangs up in the middle of the handshake',
    hosts: host('tls-cut'),
    expect: fail('dane', 'dane.host.tls-failed'),
  },
  {
    name: 'tls-garbage.test',
    shows: 'says go ahead and then answers in clear',
    hosts: host('tls-garbage'),
    expect: fail('dane', 'dane.host.tls-failed'),
  },
  {
    name: 'tls10.test',
    shows: 'knows TLS 1.0 and nothing later',
    hosts: host('tls10-only'),
    expect: fail('dane', 'dane.host.tls-failed'),
  },
  {
    name: 'tls12.test',
    shows: 'knows TLS 1.2 at most',
    hosts: host('tls12-only'),
    expect: pass('dane'),
  },
  {
    name: 'injects.test',
    shows: 'sends a reply in clear together with its go-ahead: it must not be taken as said inside TLS',
    hosts: host('injects'),
    expect: fail('dane', 'dane.host.tls-failed'),
  },
  {
    name: 'huge-certificate.test',
    shows: 'a certificate of 300,000 octets: beyond what any client takes',
    hosts: host('ok', { ballastBytes: 300_000 }),
    expect: fail('dane', 'dane.host.tls-failed'),
  },
  {
    name: 'big-certificate.test',
    shows: 'a certificate of 40,000 octets: odd, and still taken',
    hosts: host('ok', { ballastBytes: 40_000 }),
    expect: pass('dane'),
  },
];
