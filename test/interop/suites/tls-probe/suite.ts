/**
 * The TLS probe: servers in known configurations (`openssl s_server`, gnutls-serv, Postfix, Exim), and what `mxray tls
 * probe` finds of each beside the configuration, `openssl ciphers` and `openssl s_client`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Context, Suite } from '../../framework/types.ts';
import { startExim } from '../../peers/exim.ts';
import { SMTP_PORT, startPostfix, type TlsListener } from '../../peers/postfix.ts';
import { expectRow, same } from './expect.ts';
import { type Files, makeFiles } from './identities.ts';
import { type Asked, askOurs, type Found } from './ours.ts';
import { ROWS } from './rows.ts';
import { versionsBySClient } from './s-client.ts';
import { addressOf, GNUTLS_ROWS, gnutlsPort, PORT, startGnutls, startRows } from './servers.ts';

export const suite: Suite = {
  name: 'tls-probe',
  proves: 'what tls probe finds of s_server, gnutls-serv, Postfix and Exim is what they were told to do',
  run,
};

const MAIL = [
  ['postfix', '127.0.29.1', startPostfix],
  ['exim', '127.0.29.2', startExim],
] as const;

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const files = await makeFiles(folder);
  await startAll(context, files);
  const rows = ROWS.map((row, i): Asked => ({ id: row.name, target: `${addressOf(i)}:${PORT}`, starttls: 'none' }));
  const gnutls = GNUTLS_ROWS.map(
    ({ priority }, i): Asked => ({ id: priority, target: `127.0.0.1:${gnutlsPort(i)}`, starttls: 'none' }),
  );
  const mail = MAIL.map(([id, address]): Asked => ({ id, target: `${address}:${SMTP_PORT}`, starttls: 'smtp' }));
  const all = [...rows, ...gnutls, ...mail];
  const found = await askOurs(all, files.roots);
  for (const row of ROWS) await context.test(`s_server: ${row.name}`, () => expectRow(row, found.get(row.name)!));
  for (const row of GNUTLS_ROWS) await context.test(`gnutls-serv: ${row.priority}`, () => expectGnutls(row, found));
  for (const { id } of mail) await context.test(`${id} by STARTTLS`, () => expectMail(found.get(id)!));
  const asked = context.full ? all : all.filter((_, i) => i % 6 === 0 || i >= ROWS.length);
  for (const one of asked)
    await context.test(`${one.id}: the versions of s_client`, () => agree(one, found.get(one.id)!));
  const connections = [...found.values()].map(({ survey }) => survey.connections);
  context.note(`${all.length} servers, ${Math.min(...connections)} to ${Math.max(...connections)} connections each`);
}

async function startAll(context: Context, files: Files): Promise<void> {
  await Promise.all([startRows(context, ROWS, files), startGnutls(context, files)]);
  const { rsa, ecdsa } = files.pem;
  for (const [, address, start] of MAIL) {
    const listener: TlsListener = { address, chainFiles: [rsa, ecdsa] };
    await start(context, [listener]);
  }
}

const offered = ({ survey }: Found): readonly string[] =>
  survey.versions.filter((one) => one.offered === 'yes').map(({ version }) => version);

function expectGnutls(
  { priority, versions, groups13 }: (typeof GNUTLS_ROWS)[number],
  all: ReadonlyMap<string, Found>,
): void {
  const found = all.get(priority)!;
  same('versions', offered(found), versions);
  const groups = found.survey.groups.find(({ version }) => version === 'TLSv1.3')?.groups ?? [];
  if (groups13 !== undefined) same('groups of TLS 1.3', [...groups].sort(), groups13);
  same(
    'key types',
    found.survey.certificates.map(({ keyType }) => keyType),
    ['ecdsa', 'rsa'],
  );
}

function expectMail({ survey, ids }: Found): void {
  same(
    'key types',
    survey.certificates.map(({ keyType }) => keyType),
    ['ecdsa', 'rsa'],
  );
  if (survey.injection !== 'no') throw new Error(`what was slipped in is ${survey.injection}`);
  if (survey.certificates.some(({ trusted, named }) => trusted !== true || named !== true))
    throw new Error('a certificate is not trusted, or names another');
  const bad = ids.filter((id) => /^tls\.(intolerant|stopped|broken|handshake-fails|certificate\.)/.test(id));
  if (bad.length > 0) throw new Error(`it says ${bad.join(' ')}`);
}

async function agree(asked: Asked, found: Found): Promise<void> {
  same(
    'versions',
    offered(found).filter((name) => name !== 'SSLv3'),
    await versionsBySClient(asked),
  );
}
