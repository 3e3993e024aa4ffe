/** SOCKS version 5 (RFC 1928), as a client that asks to be led to an address: a pure session over octets. */
import { parseIpv4, parseIpv6 } from '../../../base/index.ts';

/** RFC 1929. */
export interface SocksLogin {
  readonly name: string;
  readonly password: string;
}

export interface SocksWish {
  readonly address: string;
  readonly port: number;
  readonly login?: SocksLogin | undefined;
}

export type SocksStep =
  /** `send` goes out, and so many octets are wanted then. */
  | { readonly kind: 'go-on'; readonly state: SocksState; readonly send?: Uint8Array }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly why: string };

/** What is awaited. */
export type SocksState = 'method' | 'login' | 'reply' | 'reply-address';

const VERSION = 5;
const NO_AUTHENTICATION = 0;
const BY_NAME = 2;
const CONNECT = 1;

/** RFC 1928 §3: which methods we know. */
export const socksHello = ({ login }: SocksWish): Uint8Array =>
  Uint8Array.of(VERSION, 1, login === undefined ? NO_AUTHENTICATION : BY_NAME);

/** So many octets make the next message whole; a server sends none beyond what it was asked for. */
export function octetsWanted(state: SocksState, octets: Uint8Array): number {
  if (state !== 'reply-address') return state === 'reply' ? 4 : 2;
  const [, , , type, length] = octets;
  if (type === 1) return 10;
  return type === 4 ? 22 : length === undefined ? 5 : 7 + length; // a name tells its own length
}

/** @param octets  as many as are wanted in that state, from the beginning of the message */
export function takeSocks(state: SocksState, octets: Uint8Array, wish: SocksWish): SocksStep {
  switch (state) {
    case 'method':
      return takeMethod(octets, wish);
    case 'login':
      if (octets[1] !== 0) return failed('the proxy does not take our name and password'); // RFC 1929 §2
      return { kind: 'go-on', state: 'reply', send: request(wish) };
    case 'reply':
      return takeReply(octets);
    case 'reply-address':
      return { kind: 'done' };
  }
}

const failed = (why: string): SocksStep => ({ kind: 'failed', why });

function takeMethod(octets: Uint8Array, wish: SocksWish): SocksStep {
  const { login } = wish;
  if (octets[0] !== VERSION) return failed('the proxy does not speak SOCKS5');
  if (octets[1] === NO_AUTHENTICATION) return { kind: 'go-on', state: 'reply', send: request(wish) };
  if (octets[1] !== BY_NAME || login === undefined) return failed('the proxy wants another kind of authentication');
  return { kind: 'go-on', state: 'login', send: loginMessage(login) };
}

/** RFC 1929 §2. */
function loginMessage({ name, password }: SocksLogin): Uint8Array {
  const [user, secret] = [name, password].map((text) => Buffer.from(text, 'latin1').subarray(0, 255)) as [
    Buffer,
    Buffer,
  ];
  return Buffer.concat([Uint8Array.of(1, user.length), user, Uint8Array.of(secret.length), secret]);
}

/** RFC 1928 §4. */
function request({ address, port }: SocksWish): Uint8Array {
  const four = parseIpv4(address);
  const octets = four ?? parseIpv6(address) ?? new Uint8Array(16);
  const type = four === undefined ? 4 : 1;
  return Buffer.concat([Uint8Array.of(VERSION, CONNECT, 0, type), octets, Uint8Array.of(port >> 8, port & 255)]);
}

/** RFC 1928 §6. */
const REPLIES: readonly string[] = [
  'succeeded',
  'general SOCKS server failure',
  'connection not allowed by ruleset',
  'Network unreachable',
  'Host unreachable',
  'Connection refused',
  'TTL expired',
  'Command not supported',
  'Address type not supported',
];

function takeReply(octets: Uint8Array): SocksStep {
  const [version, reply = 0] = octets;
  if (version !== VERSION) return failed('the proxy does not speak SOCKS5');
  if (reply !== 0) return failed(`proxy: ${REPLIES[reply] ?? `reply ${reply}`}`);
  return { kind: 'go-on', state: 'reply-address' };
}
