/** Who may authenticate, and the server's side of PLAIN, LOGIN and CRAM-MD5. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { err, type Failure, ok, type Result } from '../../base/index.ts';
import type { Answer } from '../smtp/index.ts';

export interface CredentialBook {
  /** User to password; `any` takes whoever comes with a well-formed answer. */
  readonly passwords: ReadonlyMap<string, string> | 'any';
}

export const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5'] as const;

/** Lines of `user:password`; a password may hold colons. */
export function readCredentials(text: string): Result<CredentialBook, Failure<'sink/credentials'>> {
  const passwords = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || line.startsWith('#')) continue;
    const colon = line.indexOf(':');
    if (colon <= 0) return err(notAPair(index + 1));
    passwords.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return passwords.size === 0 ? err(notAPair(1)) : ok({ passwords });
}

function notAPair(line: number): Failure<'sink/credentials'> {
  const message = `line ${line}: there must be a user and a password, as user:password`;
  return { code: 'sink/credentials', message, fault: 'configuration', temporary: false };
}

/** One exchange: what the client answers, in turn (RFC 4954 §4). */
export interface AuthExchange {
  begin(mechanism: string, initial: Uint8Array | undefined): Answer;
  respond(response: Uint8Array): Answer;
}

const REFUSED: Answer = { outcome: 'refuse' };
const challenge = (text: string): Answer => ({ outcome: 'challenge', challenge: Buffer.from(text, 'latin1') });

export function createAuthExchange(book: CredentialBook, name: string): AuthExchange {
  let next: (response: string) => Answer = () => REFUSED;
  const ask = (text: string, then: (response: string) => Answer): Answer => {
    next = then;
    return challenge(text);
  };
  const plain = (response: string): Answer => {
    const [, user = '', password] = response.split('\0'); // RFC 4616 §2: authorization identity first
    return password === undefined ? REFUSED : check(book, user, password);
  };
  const login = (user: string): Answer => ask('Password:', (password) => check(book, user, password));
  const begins: Readonly<Record<string, (initial: string | undefined) => Answer>> = {
    PLAIN: (initial) => (initial === undefined ? ask('', plain) : plain(initial)),
    LOGIN: (initial) => (initial === undefined ? ask('Username:', login) : login(initial)),
    'CRAM-MD5': () => {
      const said = `<${randomBytes(8).toString('hex')}.${Date.now()}@${name}>`; // RFC 2195 §2
      return ask(said, (response) => checkDigest(book, said, response));
    },
  };
  return {
    begin: (mechanism, initial) => begins[mechanism]?.(initial === undefined ? undefined : utf8(initial)) ?? REFUSED,
    respond: (response) => next(utf8(response)),
  };
}

const utf8 = (octets: Uint8Array): string => Buffer.from(octets).toString('utf8');

function check({ passwords }: CredentialBook, user: string, password: string): Answer {
  const isRight = passwords === 'any' ? user !== '' : isSame(passwords.get(user), password);
  return isRight ? { outcome: 'accept', identity: user } : REFUSED;
}

function checkDigest({ passwords }: CredentialBook, said: string, response: string): Answer {
  const blank = response.lastIndexOf(' ');
  const [user, digest] = [response.slice(0, blank), response.slice(blank + 1)];
  if (blank <= 0 || !/^[0-9a-f]{32}$/.test(digest)) return REFUSED;
  if (passwords === 'any') return { outcome: 'accept', identity: user };
  const password = passwords.get(user);
  const expected = password === undefined ? undefined : createHmac('md5', password).update(said).digest('hex');
  return isSame(expected, digest) ? { outcome: 'accept', identity: user } : REFUSED;
}

function isSame(expected: string | undefined, given: string): boolean {
  if (expected === undefined) return false;
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
