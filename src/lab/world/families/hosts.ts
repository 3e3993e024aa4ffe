/** Which hosts take the mail, and which of them are covered (RFC 5321 §5.1, RFC 7505, RFC 7672 §2.2). */
import { pass, unknown, warn } from '../expect.ts';
import type { DomainRow } from '../types.ts';

export const hosts: readonly DomainRow[] = [
  {
    name: 'null-mx.test',
    shows: 'takes no mail and says so (RFC 7505)',
    mx: 'null',
    hosts: [],
    expect: pass('none', 'dane.mx.null'),
  },
  {
    name: 'implicit.test',
    shows: 'no MX: the domain itself is the host (RFC 5321 §5.1)',
    mx: 'none',
    hosts: [{ name: '@', tlsa: ['3 1 1'] }],
    expect: pass('dane', 'dane.mx.implicit'),
  },
  {
    name: 'cname-mx.test',
    shows: 'MX names an alias; the TLSA stands at its target (RFC 7672 §2.2.2)',
    mx: ['alias'],
    hosts: [{ name: 'mx', certificateNames: ['mx.cname-mx.test', 'alias.cname-mx.test'], tlsa: ['3 1 1'] }],
    records: ['alias CNAME mx'],
    expect: pass('dane'),
  },
  {
    name: 'dead-mx.test',
    shows: 'two mail hosts, the second answers nobody',
    hosts: [
      { name: 'mx1', tlsa: ['3 1 1'] },
      { name: 'mx2', addresses: 'dead', tlsa: ['3 1 1'] },
    ],
    expect: unknown('dane', 'dane.host.unreachable'),
  },
  {
    name: 'partial.test',
    shows: 'two mail hosts, the second without TLSA: an attacker picks that one',
    hosts: [{ name: 'mx1', tlsa: ['3 1 1'] }, { name: 'mx2' }],
    expect: warn('dane', 'dane.mx.partial', 'dane.tlsa.none'),
  },
  {
    name: 'v6-dead.test',
    shows: 'answers on IPv4 alone, though it has an IPv6 address',
    hosts: [{ name: 'mx', addresses: 'v6-dead', tlsa: ['3 1 1'] }],
    expect: unknown('dane', 'dane.host.unreachable', 'dane.host.one-family-fails'),
  },
  {
    name: 'services.test',
    shows: 'TLSA for IMAP, POP3, ManageSieve, XMPP and their TLS-on-connect kin (--starttls, --port)',
    hosts: [
      {
        name: 'mx',
        tlsa: ['3 1 1'],
        services: [
          { port: 465, dialect: 'smtp', tlsOnConnect: true },
          { port: 587, dialect: 'smtp' },
          { port: 143, dialect: 'imap' },
          { port: 993, dialect: 'imap', tlsOnConnect: true },
          { port: 110, dialect: 'pop3' },
          { port: 995, dialect: 'pop3', tlsOnConnect: true },
          { port: 4190, dialect: 'sieve' },
          { port: 5222, dialect: 'xmpp' },
          { port: 5269, dialect: 'xmpp' },
        ],
      },
    ],
    expect: pass('dane'),
  },
];
