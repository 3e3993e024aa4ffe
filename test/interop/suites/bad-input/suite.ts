/**
 * Bad input from outside, through the built program: the status of cli.md, a sentence that names what was wrong, within
 * the timeout, and never a stack trace; the same in JSON.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { RESOLVERS as GOOD_RESOLVERS } from '../../world/addresses.ts';
import { startWorld } from '../../world/start.ts';
import type { ZoneRow } from '../../world/types.ts';
import { MXRAY } from '../dane/ours.ts';
import { ROOTS } from '../validation/roots.ts';
import { BATCH_ROWS, type Files, type Row, resolverRow, SERVER_STATUS, usageRows } from './rows.ts';
import {
  type BadResolver,
  MAIL_SERVERS,
  type MailServer,
  RESOLVERS,
  startMailServers,
  startResolvers,
} from './servers.ts';

export const suite: Suite = {
  name: 'bad-input',
  proves: 'bad words, files, resolvers and servers end in the right status and one clear sentence, in time',
  run,
};

const ZONE = 'hostile.alpha';
const TIMEOUT_SECONDS = 2;
/** Start-up, several probes of one host, and a machine that is busy. */
const PATIENCE_MS = 4_000;

async function run(context: Context): Promise<void> {
  await startMailServers(context);
  await startResolvers(context);
  const world = await startWorld(context, [...ROOTS, hostileZone()]);
  const anchorFile = join(context.folder, 'anchors');
  writeFileSync(anchorFile, `${world.anchors.join('\n')}\n`);
  const rows = [
    ...usageRows(makeFiles(context.folder)),
    ...BATCH_ROWS,
    ...(Object.keys(RESOLVERS) as BadResolver[]).map((kind) => resolverRow(kind, RESOLVERS[kind])),
    ...(Object.keys(MAIL_SERVERS) as MailServer[]).map((name) => serverRow(name, anchorFile)),
  ];
  await concurrently(8, rows, async (row) => {
    await context.test(row.name, () => expectText(row));
    if (row.input === undefined) await context.test(`${row.name}, as JSON`, () => expectJson(row));
  });
}

function hostileZone(): ZoneRow {
  const lines = Object.entries(MAIL_SERVERS).flatMap(([name, address]) => [
    `${name} A ${address}`,
    `_25._tcp.${name} TLSA 3 1 1 ${'cd'.repeat(32)}`,
  ]);
  return { name: ZONE, server: 'named', signing: { signer: 'bind', algorithm: 13, denial: 'nsec' }, lines };
}

function serverRow(name: MailServer, anchorFile: string): Row {
  const how = ['--resolver', GOOD_RESOLVERS.unbound, '--trust-anchor', anchorFile];
  const says = new RegExp(`${name}\\.${ZONE.replace('.', '\\.')}`);
  return {
    name: `server: ${name}`,
    args: ['dane', 'check', `${name}.${ZONE}:25`, ...how],
    status: SERVER_STATUS[name],
    says,
  };
}

function makeFiles(parent: string): Files {
  const at = (name: string, content: string | Uint8Array): string => {
    const file = join(parent, name);
    writeFileSync(file, content);
    return file;
  };
  const folder = join(parent, 'folder');
  mkdirSync(folder);
  const nonsense = Buffer.from('no certificate at all').toString('base64');
  return {
    malformed: at('malformed', 'this is (not what it should be\n'),
    empty: at('empty', ''),
    binary: at('binary', Buffer.alloc(4096, 0x80)),
    folder,
    missing: join(parent, 'missing'),
    badPem: at('bad.pem', `-----BEGIN CERTIFICATE-----\n${nonsense}\n-----END CERTIFICATE-----\n`),
    large: at('large', Buffer.alloc(70 * 1024 * 1024, '#'.charCodeAt(0))),
  };
}

function mxray(row: Row, ...more: readonly string[]): Promise<Ran> {
  const timeout = row.args.includes('--timeout') || row.args[0] === 'schema' || row.args[0] === 'explain';
  const args = [...row.args, ...(timeout ? [] : ['--timeout', String(TIMEOUT_SECONDS)]), ...more];
  const input = row.input === undefined ? {} : { input: row.input };
  return runProgram(process.execPath, [MXRAY, ...args], { timeoutMs: 20_000, ...input });
}

async function expectText(row: Row): Promise<void> {
  const ran = await mxray(row);
  const said = ran.stdout + ran.stderr;
  expectStatus(row, ran, said);
  if (!row.says.test(said)) throw new Error(`it does not say ${row.says}:\n${said.slice(0, 1_000)}`);
  // A usage error is one sentence, perhaps with a hint below it.
  if (row.status === 2 && row.input === undefined && ran.stderr.trimEnd().split('\n').length > 2)
    throw new Error(`more than a sentence and a hint:\n${said.slice(0, 2_000)}`);
}

async function expectJson(row: Row): Promise<void> {
  const ran = await mxray(row, '--json');
  expectStatus(row, ran, ran.stdout + ran.stderr);
  const { exit, schema } = JSON.parse(ran.stdout) as { readonly exit?: unknown; readonly schema?: unknown };
  if (exit !== row.status) throw new Error(`the JSON says exit ${exit}`);
  if (row.status === 2 && schema !== 'mxray/error/1') throw new Error(`the JSON is of schema ${schema}`);
}

function expectStatus(row: Row, { status, milliseconds }: Ran, said: string): void {
  if (status !== row.status) throw new Error(`status ${status} instead of ${row.status}:\n${said.slice(0, 2_000)}`);
  if (/\n\s+at \S+|node:internal|\[object |undefined/.test(said)) throw new Error(`innards:\n${said.slice(0, 2_000)}`);
  if (/[\u0000-\u0008\u001b]/.test(said)) throw new Error(`control characters:\n${JSON.stringify(said.slice(0, 500))}`);
  if (milliseconds > TIMEOUT_SECONDS * 1_000 + PATIENCE_MS) throw new Error(`it took ${Math.round(milliseconds)} ms`);
}
