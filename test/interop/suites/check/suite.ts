/**
 * `mxray check` of domains behind Postfix, subject by subject beside the program that knows that subject: posttls-finger for
 * DANE, s_client for certificates and TLS, dig for what is published. And `mxray doctor` beside dig: does a resolver validate?
 */

import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckData } from '../../../../src/core/check/index.ts';
import { mustRun, run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { startPostfix } from '../../peers/postfix.ts';
import { programs } from '../../peers/programs.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import { startWorld } from '../../world/start.ts';
import { makeIdentities } from '../dane/identities.ts';
import { finger } from '../dane/peers.ts';
import { addressOf } from '../dane/servers.ts';
import { ROOTS } from '../validation/roots.ts';
import { DOMAINS, type Domain, domainName, HOSTS, hostOf, POSTFIX, zones } from './domains.ts';

export const suite: Suite = {
  name: 'check',
  proves: 'subjects of mxray check agree with posttls-finger, s_client and dig, and mxray doctor with dig on resolvers',
  run,
};

const MXRAY = join(import.meta.dirname, '../../../../bin/run.js');

async function run(context: Context): Promise<void> {
  const folder = join(context.folder, 'certificates');
  mkdirSync(folder);
  const identities = await makeIdentities(folder, HOSTS);
  const world = await startWorld(context, [...ROOTS, ...zones(identities)]);
  const listeners = identities.map(({ name, chainFiles }) => ({ address: addressOf(POSTFIX, name), chainFiles }));
  await startPostfix(context, listeners);
  const files = { anchors: join(context.folder, 'anchors'), roots: join(context.folder, 'roots.pem') };
  writeFileSync(files.anchors, `${world.anchors.join('\n')}\n`);
  const { root } = identities.find(({ name }) => name === 'ecdsa')!.parts;
  writeFileSync(files.roots, new X509Certificate(root).toString());
  const reports = await askOurs(files);
  await concurrently(3, DOMAINS, async (domain) => {
    const data = reports.get(domainName(domain))!;
    await context.test(`${domain.label}: DANE as posttls-finger`, () => sameDane(domain, data));
    await context.test(`${domain.label}: certificates and TLS as s_client`, () => sameTls(domain, data, files.roots));
    await context.test(`${domain.label}: what is published as dig`, () => sameDns(domain, data));
  });
  for (const [name, address] of Object.entries(RESOLVERS))
    await context.test(`doctor: ${name} validates as dig says`, () => sameResolver(address, files.anchors));
}

interface Files {
  readonly anchors: string;
  readonly roots: string;
}

/** By domain. */
async function askOurs({ anchors, roots }: Files): Promise<ReadonlyMap<string, CheckData>> {
  const flags = ['--resolver', RESOLVERS.unbound, '--trust-anchor', anchors, '--ca-file', roots];
  const input = DOMAINS.map((domain) => `${JSON.stringify({ domain: domainName(domain) })}\n`).join('');
  const { stdout, stderr } = await runProgram(process.execPath, [MXRAY, 'check', '--batch', '-', '--json', ...flags], {
    input,
    timeoutMs: 120_000,
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (lines.length !== DOMAINS.length) throw new Error(`${lines.length} results:\n${stderr}\n${stdout.slice(0, 500)}`);
  return new Map(
    lines.map((line) => JSON.parse(line)).map(({ target, data }) => [target as string, data as CheckData]),
  );
}

/** It looks MX and TLSA up by itself. */
async function sameDane(domain: Domain, { subjects }: CheckData): Promise<void> {
  const theirs = await finger(['-c', '-l', 'dane', '-L', 'summary', domainName(domain)]);
  const { policy, verdict } = subjects.dane!;
  const ours = policy === 'dane' ? (verdict === 'fail' ? 'no-match' : 'match') : policy;
  same(ours, theirs);
}

async function sameTls(domain: Domain, { subjects }: CheckData, roots: string): Promise<void> {
  const address = addressOf(POSTFIX, domain.identity);
  const host = hostOf(domain);
  const verifying = ['-CAfile', roots, '-no-CApath', '-verify_hostname', host];
  const args = ['s_client', '-starttls', 'smtp', '-connect', `${address}:25`, '-servername', host, ...verifying];
  const { stdout, stderr } = await runProgram(programs.openssl, args, { timeoutMs: 15_000 });
  const said = stdout + stderr;
  const code = /Verify return code: (\d+)/.exec(said)?.[1];
  const version = /^(?:New, |\s*Protocol\s*:? ?)(TLSv1\.\d)/m.exec(said)?.[1];
  if (code === undefined || version === undefined) throw new Error(`s_client said:\n${said.slice(-1500)}`);
  const { chains } = subjects.certificates!;
  same(
    [...new Set(chains.map(({ valid }) => valid)), subjects.tls!.addresses[0]?.version].join(' '),
    `${code === '0'} ${version}`,
  );
}

async function sameDns(domain: Domain, { subjects }: CheckData): Promise<void> {
  const name = domainName(domain);
  const [mx, spf, dmarc] = await Promise.all([dig(name, 'MX'), dig(name, 'TXT'), dig(`_dmarc.${name}`, 'TXT')]);
  same(subjects.mx!.hosts.map((host) => `${host.preference} ${host.name}.`).join(), mx);
  same(`"${subjects.spf!.record}"`, spf);
  same(`"${subjects.dmarc!.record}"`, dmarc);
  const header = await mustRun(programs.dig, ['@127.0.53.10', '+dnssec', name, 'MX']);
  same(subjects.dnssec!.mx, / ad[ ;]/.test(header) ? 'secure' : 'insecure');
}

const dig = async (name: string, type: string): Promise<string> =>
  (await mustRun(programs.dig, [`@${RESOLVERS.unbound}`, '+short', name, type])).trim();

async function sameResolver(address: string, anchors: string): Promise<void> {
  const header = await mustRun(programs.dig, [`@${address}`, '+dnssec', '.', 'DNSKEY']);
  const flags = ['--resolver', address, '--trust-anchor', anchors, '--json', '--ehlo', 'mx.good.checked.alpha'];
  const { stdout } = await runProgram(process.execPath, [MXRAY, 'doctor', ...flags]);
  const [server] = JSON.parse(stdout).data.exams.resolver.servers;
  same(`${server.validates} ${server.dnssec}`, `${/flags:[^;]* ad[ ;]/.test(header)} passes`);
}

function same(ours: string, theirs: string): void {
  if (ours !== theirs) throw new Error(`ours: ${ours}\ntheirs: ${theirs}`);
}
