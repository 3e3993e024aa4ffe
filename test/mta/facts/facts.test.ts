import { describe, expect, it } from 'vitest';
import {
  type Connection,
  createAddress,
  createConnection,
  createMessage,
  type Facts,
  fullHost,
  noteCommand,
  readFact,
  receivedHost,
  receivedProtocol,
  setValue,
} from '../../../src/mta/facts/index.ts';

const client = { address: '192.0.2.7', port: 4567 };
const connection = (given: Partial<Connection> = {}): Connection =>
  createConnection({ source: 'smtp', startedMs: 0, client, ...given });
const helo = (name: string) => ({ verb: 'EHLO' as const, name });
const found = { kind: 'found', name: 'Mail.Example', dnssec: false } as const;

/** As Exim 4.96 writes them, asked with `-bh`. */
const HOSTS: readonly (readonly [given: Partial<Connection>, port: boolean, full: string, received: string])[] = [
  [{}, false, '[192.0.2.7]', '[192.0.2.7]'],
  [{}, true, '[192.0.2.7]:4567', '[192.0.2.7] (port=4567)'],
  [{ helo: helo('me') }, false, '(me) [192.0.2.7]', '[192.0.2.7] (helo=me)'],
  [{ helo: helo('me') }, true, '(me) [192.0.2.7]:4567', '[192.0.2.7] (port=4567 helo=me)'],
  [{ helo: helo('[192.0.2.7]') }, false, '([192.0.2.7]) [192.0.2.7]', '[192.0.2.7]'],
  [{ helo: helo('[192.0.2.8]') }, false, '([192.0.2.8]) [192.0.2.7]', '[192.0.2.7] (helo=[192.0.2.8])'],
  [{ helo: helo('mail.example'), hostName: found }, false, 'Mail.Example [192.0.2.7]', 'Mail.Example ([192.0.2.7])'],
  [{ helo: helo('x'), hostName: found }, false, 'Mail.Example (x) [192.0.2.7]', 'Mail.Example ([192.0.2.7] helo=x)'],
  [{ helo: helo('x'), ident: 'joe' }, false, '(x) [192.0.2.7]', '[192.0.2.7] (helo=x ident=joe)'],
  [{ client: undefined }, false, '', ''],
];

describe('the client in words', () => {
  it.each(HOSTS)('%j, port %s', (given, withPort, full, received) => {
    expect(fullHost(connection(given), { withPort })).toBe(full);
    expect(receivedHost(connection(given), { withPort })).toBe(received);
  });
});

const tls = {
  version: 'TLS1.3',
  cipher: 'X',
  cipherStandard: 'X',
  bits: 256,
  onConnect: false,
  verified: false,
  ocsp: 0,
};
const secure = { ...tls, resumption: 0 } as const;
const auth = { authenticator: 'plain', publicName: 'PLAIN', id: 'joe' };

/** RFC 3848. */
const PROTOCOLS: readonly (readonly [given: Partial<Connection>, word: string])[] = [
  [{}, 'smtp'],
  [{ tls: secure as never }, 'smtps'],
  [{ tls: { ...secure, onConnect: true } as never }, 'smtp'],
  [{ isExtended: false, tls: { ...secure, onConnect: true } as never }, 'smtps'],
  [{ isExtended: true }, 'esmtp'],
  [{ isExtended: true, tls: secure as never, auth }, 'esmtpsa'],
  [{ isExtended: true, auth }, 'esmtpa'],
  [{ source: 'local-smtp', isExtended: true }, 'local-esmtp'],
  [{ source: 'batch' }, 'local-bsmtp'],
  [{ source: 'local' }, 'local'],
  [{ protocol: 'uucp' }, 'uucp'],
];

describe('receivedProtocol', () => {
  it.each(PROTOCOLS)('%j is %s', (given, word) => {
    expect(receivedProtocol(connection(given))).toBe(word);
  });
  it('of a message that needs SMTPUTF8', () => {
    expect(receivedProtocol(connection({ isExtended: true, saidUtf8: true }))).toBe('utf8esmtp');
  });
});

describe('what is known', () => {
  const facts = (given: Partial<Connection> = {}): Facts => {
    const own = connection(given);
    return {
      connection: own,
      lookUpName: () => {
        own.hostName = { kind: 'found', name: 'looked.up.example', dnssec: true };
        return own.hostName;
      },
      primaryHostname: 'our.example',
      hostText: { withPort: false },
    };
  };

  it('says what the records say', () => {
    const own = facts({ helo: helo('x') });
    noteCommand(own.connection, 'MAIL FROM:<a@b.example> SIZE=7');
    own.message = createMessage('a@b.example', { size: 7, unknown: [] });
    own.address = createAddress('Joe@Our.Example');
    const read = (name: string): unknown => readFact(own, name);
    expect(read('sender_helo_name')).toBe('x');
    expect(read('smtp_command_argument')).toBe('<a@b.example> SIZE=7');
    expect(read('smtp_command_history')).toBe('MAIL');
    expect(read('sender_address_domain')).toBe('b.example');
    expect(read('message_size')).toBe('7');
    expect(read('local_part')).toBe('joe');
    expect(read('domain')).toBe('our.example');
    expect(read('smtp_active_hostname')).toBe('our.example');
    expect(read('tls_in_cipher')).toBeUndefined();
    expect(read('nonsense')).toBeUndefined();
  });

  it('looks the name of the client up when it is asked for', () => {
    const own = facts();
    expect(readFact(own, 'sender_host_dnssec')).toBe('no');
    expect(readFact(own, 'sender_fullhost')).toBe('[192.0.2.7]');
    expect(readFact(own, 'sender_host_name')).toBe('looked.up.example');
    expect(readFact(own, 'sender_fullhost')).toBe('looked.up.example [192.0.2.7]');
    expect(readFact(own, 'sender_host_dnssec')).toBe('yes');
  });

  it('keeps what is set as long as what it is about', () => {
    const own = facts();
    own.message = createMessage('', { unknown: [] });
    own.address = createAddress('a@b');
    setValue(own, 'acl_c_x', '1');
    setValue(own, 'acl_m_x', '2');
    setValue(own, 'domain_data', '3');
    own.address = undefined;
    expect(readFact(own, 'domain_data')).toBeUndefined();
    expect(readFact(own, 'acl_m_x')).toBe('2');
    own.message = undefined;
    expect(readFact(own, 'acl_m_x')).toBeUndefined();
    expect(readFact(own, 'acl_c_x')).toBe('1');
  });
});
