/**
 * Resolvers that validate from the root of our world: unbound and named.
 *
 * They make no answers from cached denials (RFC 8198), so that what they hand on does not depend on what was asked before.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon } from '../framework/daemon.ts';
import { answersTcp } from '../framework/probe.ts';
import type { Context } from '../framework/types.ts';
import { programs } from './programs.ts';

export interface Recursion {
  readonly address: string;
  /** For its configuration and state; made here. */
  readonly folder: string;
  /** The root's name server. */
  readonly rootAddress: string;
  /** DS records of the root's key, one zone line each. */
  readonly anchors: readonly string[];
  /** With it the resolver also speaks DNS over TLS (port 853) and over HTTPS (port 443). */
  readonly certificate?: ServerCertificate;
}

export interface ServerCertificate {
  /** PEM. */
  readonly keyFile: string;
  /** PEM, leaf first. */
  readonly chainFile: string;
}

export async function startUnbound(context: Context, recursion: Recursion): Promise<void> {
  const { folder, address } = prepare(recursion);
  const file = join(folder, 'unbound.conf');
  writeFileSync(
    file,
    `server:
  interface: ${address}
  port: 53
  do-ip6: no
  do-not-query-localhost: no
  local-zone: "test." nodefault
  access-control: 127.0.0.0/8 allow
  username: ""
  chroot: ""
  directory: "${folder}"
  pidfile: ""
  use-syslog: no
  root-hints: "${folder}/hints"
  trust-anchor-file: "${folder}/anchors"
  trust-anchor-signaling: no
  module-config: "validator iterator"
  aggressive-nsec: no
  val-log-level: 2
  num-threads: 1
${unboundTls(recursion)}remote-control:
  control-enable: no
`,
  );
  await startResolver(context, recursion, programs.unbound, ['-d', '-c', file]);
}

function unboundTls({ address, certificate }: Recursion): string {
  if (certificate === undefined) return '';
  return `  interface: ${address}@853
  interface: ${address}@443
  tls-port: 853
  https-port: 443
  tls-service-key: "${certificate.keyFile}"
  tls-service-pem: "${certificate.chainFile}"
`;
}

export async function startBindResolver(context: Context, recursion: Recursion): Promise<void> {
  const { folder, address } = prepare(recursion);
  const file = join(folder, 'named.conf');
  writeFileSync(
    file,
    `${bindTls(recursion)}options {
  directory "${folder}";
  listen-on port 53 { ${address}; };
${bindTlsPorts(recursion)}  listen-on-v6 { none; };
  pid-file none; session-keyfile none;
  recursion yes; allow-query { any; }; allow-recursion { any; };
  dnssec-validation yes; synth-from-dnssec no; empty-zones-enable no;
};
controls { };
${bindAnchors(recursion.anchors)}
zone "." { type hint; file "${folder}/hints"; };
`,
  );
  await startResolver(context, recursion, programs.named, ['-g', '-4', '-n', '1', '-c', file]);
}

const bindTls = ({ certificate }: Recursion): string =>
  certificate === undefined
    ? ''
    : `tls ours { key-file "${certificate.keyFile}"; cert-file "${certificate.chainFile}"; };\n`;

const bindTlsPorts = ({ address, certificate }: Recursion): string =>
  certificate === undefined
    ? ''
    : `  listen-on port 853 tls ours { ${address}; };\n  listen-on port 443 tls ours http default { ${address}; };\n`;

/** DS lines in named's and delv's own words. */
export function bindAnchors(anchors: readonly string[]): string {
  const rows = anchors.map((line) => {
    const [tag, algorithm, digestType, ...digest] = line
      .split(/\sDS\s+/)[1]!
      .trim()
      .split(/\s+/);
    return `  "." static-ds ${tag} ${algorithm} ${digestType} "${digest.join('')}";\n`;
  });
  return `trust-anchors {\n${rows.join('')}};\n`;
}

function prepare(recursion: Recursion): Recursion {
  const { folder, rootAddress, anchors } = recursion;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'hints'), `. 3600 IN NS ns.root.\nns.root. 3600 IN A ${rootAddress}\n`);
  writeFileSync(join(folder, 'anchors'), anchors.map((line) => `${line}\n`).join(''));
  return recursion;
}

async function startResolver(
  context: Context,
  { address, folder }: Recursion,
  command: string,
  args: readonly string[],
): Promise<void> {
  const ready = (): Promise<boolean> => answersTcp(address, 53);
  await startDaemon(context, { command, args, logFile: join(folder, 'log'), ready });
}
