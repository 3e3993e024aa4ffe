/** XCLIENT: a proxy that may (`hosts_xclient`) says who the client is (Exim's experimental-spec; Postfix's XCLIENT). */
import { asciiLowerCase } from '../../../base/index.ts';
import type { Answer, QuestionOf } from '../../../core/smtp/index.ts';
import type { Connection, Endpoint } from '../../facts/index.ts';
import type { Session } from '../session.ts';

/** What is taken; HELO and PROTO are said anew by the greeting that has to follow. */
export const XCLIENT_ATTRIBUTES = ['ADDR', 'NAME', 'PORT', 'LOGIN', 'DESTADDR', 'DESTPORT'] as const;

export function answerXclient(session: Session, { attributes }: QuestionOf<'xclient'>): Answer {
  const { connection } = session;
  const before = connection.client;
  const proxied = connection.proxy !== undefined;
  if (!proxied && !attributes.has('ADDR')) return refused('missing ADDR for XCLIENT');
  if (!proxied && !attributes.has('PORT')) return refused('missing PORT for XCLIENT');
  session.forgetClient();
  takePlaces(connection, attributes, before);
  takeName(connection, attributes);
  takeLogin(connection, attributes);
  session.becameAnother();
  return {
    outcome: 'accept',
    client: { address: connection.client?.address ?? '' },
    reply: { code: 220, text: 'XCLIENT success' },
  };
}

const refused = (text: string): Answer => ({ outcome: 'refuse', reply: { code: 501, text } });

type Attributes = QuestionOf<'xclient'>['attributes'];

function takePlaces(connection: Connection, attributes: Attributes, before: Endpoint | undefined): void {
  const { proxy } = connection;
  const external = {
    address: address(attributes.get('DESTADDR')) ?? proxy?.external?.address,
    port: port(attributes.get('DESTPORT')) ?? proxy?.external?.port ?? 0,
  };
  const local = proxy?.local ?? before;
  connection.proxy = {
    ...(local !== undefined && { local }),
    ...(external.address !== undefined && { external: { address: external.address, port: external.port } }),
  };
  const said = attributes.has('ADDR') ? address(attributes.get('ADDR')) : before?.address;
  const saidPort = attributes.has('PORT') ? port(attributes.get('PORT')) : before?.port;
  connection.client = { address: said ?? '', port: saidPort ?? 0 };
}

function takeName(connection: Connection, attributes: Attributes): void {
  if (!attributes.has('NAME')) {
    if (attributes.has('ADDR')) connection.hostName = undefined;
    return;
  }
  const name = attributes.get('NAME');
  connection.hostName = name === undefined ? undefined : { kind: 'found', name: asciiLowerCase(name), dnssec: false };
}

function takeLogin(connection: Connection, attributes: Attributes): void {
  const id = attributes.get('LOGIN');
  if (id === undefined) return;
  connection.auth = { authenticator: 'xclient', publicName: 'xclient', id: id };
  connection.authFailed = false;
}

/** RFC 5321 §4.1.3 gives IPv6 its tag, and proxies write it. */
const address = (text: string | undefined): string | undefined => text?.replace(/^ipv6:/i, '');

const port = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
