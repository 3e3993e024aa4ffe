/** Who answers while strings are expanded: sockets of all manners, saslauthd, slapd, a server with TLS. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { mustRun } from '../../framework/command.ts';
import { startDaemon } from '../../framework/daemon.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { PASSWORD, PORTS, startSlapd } from '../lookup-servers/peers.ts';

const TLS_PORT = 14433;

/** What each socket says to whatever it is asked; `silent` says nothing and stays. */
const SAYS: Readonly<Record<string, string | undefined>> = {
  two: 'first\nsecond\n',
  nothing: '',
  zero: 'before\0behind',
  silent: undefined,
};

/** A socket that says what it was asked. */
const ECHO = 'echo';

export interface Served {
  readonly lines: readonly string[];
}

export async function startPeers(context: Context): Promise<Served> {
  const { folder } = context;
  for (const [name, text] of Object.entries(SAYS)) await listen(context, join(folder, name), text);
  await listen(context, join(folder, ECHO), ECHO);
  await startTls(context);
  await startSaslauthd(context);
  await startSlapd(context, folder, DIRECTORY);
  return { lines: [...socketLines(folder), ...SASL_LINES, ...LDAP_LINES] };
}

async function listen(context: Context, path: string, text: string | undefined): Promise<void> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    const parts: Buffer[] = [];
    socket.on('data', (part) => parts.push(part));
    if (text === ECHO) socket.on('end', () => socket.end(Buffer.concat(parts)));
    else if (text !== undefined) socket.once('data', () => socket.end(text));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  context.atEnd(() => void server.close());
}

/** A file over HTTPS, by a server whose certificate nobody knows. */
async function startTls(context: Context): Promise<void> {
  const { folder } = context;
  const [key, certificate] = [join(folder, 'server.key'), join(folder, 'server.pem')];
  const subject = ['-subj', '/CN=mail.example.com', '-days', '2', '-nodes', '-newkey', 'rsa:2048'];
  await mustRun(programs.openssl, ['req', '-x509', ...subject, '-keyout', key, '-out', certificate]);
  copyFileSync(certificate, join(folder, 'ca.pem')); // slapd has the same
  writeFileSync(join(folder, 'page.txt'), 'over TLS\n');
  await startDaemon(context, {
    command: programs.openssl,
    args: ['s_server', '-accept', String(TLS_PORT), '-key', key, '-cert', certificate, '-HTTP', '-quiet'],
    cwd: folder,
    logFile: join(folder, 'tls.log'),
    ready: () => answersOn(TLS_PORT),
  });
}

const answersOn = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Cyrus's daemon at the path that Exim knows; in the mount table of the runner there is one more user. */
async function startSaslauthd(context: Context): Promise<void> {
  const run = join(context.folder, 'saslauthd');
  mkdirSync(run);
  mkdirSync('/run/saslauthd', { recursive: true });
  await mustRun(programs.mount, ['--bind', run, '/run/saslauthd']);
  const crypted = await mustRun(programs.openssl, ['passwd', '-6', '-salt', 'mxray', PASSWORD]);
  for (const [file, text] of [
    ['shadow', `ann:${crypted.trim()}:19000:0:99999:7:::\n`],
    ['passwd', 'ann:x:29999:29999::/home/ann:/bin/sh\n'],
  ] as const) {
    const own = join(context.folder, `sasl-${file}`);
    writeFileSync(own, readFileSync(`/etc/${file}`, 'latin1') + text, 'latin1');
    await mustRun(programs.mount, ['--bind', own, `/etc/${file}`]);
    context.atEnd(() => void mustRun(programs.umount, [`/etc/${file}`]));
  }
  await startDaemon(context, {
    command: programs.saslauthd,
    args: ['-a', 'shadow', '-n', '0', '-d', '-m', '/run/saslauthd'],
    logFile: join(context.folder, 'saslauthd.log'),
    ready: async () => (await mustRun('test', ['-S', '/run/saslauthd/mux']).catch(() => undefined)) !== undefined,
  });
}

const DIRECTORY = `dn: dc=example
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: cn=ann,dc=example
objectClass: person
cn: ann
sn: Ann
userPassword: ${PASSWORD}
`;

const socketLines = (folder: string): readonly string[] => [
  `\${readsocket{${folder}/two}{x}}`,
  `\${readsocket{${folder}/two}{x}{2s}{|}}`,
  `\${readsocket{${folder}/two}{x}{2s:shutdown=no}{}{instead}}`,
  `<\${readsocket{${folder}/nothing}{x}}>`,
  `\${readsocket{${folder}/nothing}{x}}`,
  `\${readsocket{${folder}/zero}{x}}`,
  `\${readsocket{${folder}/echo}{a b\\nc}}`,
  `\${readsocket{${folder}/echo}{}}`,
  `\${readsocket{${folder}/silent}{x}{1s}}`,
  `\${readsocket{${folder}/silent}{x}{1s}{}{instead}}`,
  `\${readsocket{inet:127.0.0.1:${TLS_PORT}}{GET /page.txt HTTP/1.0\\r\\n\\r\\n}{3s:tls=yes}{|}}`,
  `\${readsocket{inet:localhost:${TLS_PORT}}{GET /page.txt HTTP/1.0\\r\\n\\r\\n}{3s:sni=mail.example.com:tls=yes}{|}}`,
  `\${readsocket{inet:127.0.0.1:nosuch}{x}}`,
  `\${readsocket{inet:127.0.0.1}{x}}`,
  `\${readsocket{inet:[::1]:1}{x}}`,
  `\${readsocket{${folder}/two}{x}{1x}}`,
];

const SASL_LINES: readonly string[] = [
  `\${if saslauthd{{ann}{${PASSWORD}}}{y}{n}}`,
  `\${if saslauthd{{ann}{${PASSWORD}}{smtp}}{y}{n}}`,
  `\${if saslauthd{{ann}{${PASSWORD}}{smtp}{}}{y}{n}}`,
  '${if saslauthd{{ann}{wrong}}{y}{n}}',
  '${if saslauthd{{nobody}{wrong}}{y}{n}}',
  '${if saslauthd{{ann}{}}{y}{n}}',
];

const URL = `ldap://127.0.0.1:${PORTS.ldap}/`;

const LDAP_LINES: readonly string[] = [
  `\${if ldapauth{user="cn=ann,dc=example" pass=${PASSWORD} ${URL}}{y}{n}}`,
  `\${if ldapauth{user="cn=ann,dc=example" pass=wrong ${URL}}{y}{n}}`,
  `\${if ldapauth{user="cn=nobody,dc=example" pass=wrong ${URL}}{y}{n}}`,
  `\${if ldapauth{user="cn=ann,dc=example" pass="" ${URL}}{y}{n}}`,
  `\${if ldapauth{user="cn=ann,dc=example" ${URL}}{y}{n}}`,
  '${if ldapauth{user="cn=ann,dc=example" pass=x ldap://127.0.0.1:1/}{y}{n}}',
  '${if ldapauth{user=x pass=y nonsense}{y}{n}}',
];
