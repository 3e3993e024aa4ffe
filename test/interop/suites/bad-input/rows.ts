/** What is put in, which status must come of it, and a word that the sentence must have. */
import type { BadResolver, MailServer } from './servers.ts';

export interface Row {
  readonly name: string;
  readonly args: readonly string[];
  readonly status: 0 | 1 | 2 | 3;
  /** Names the argument, the file or the peer. */
  readonly says: RegExp;
  readonly input?: string;
}

export interface Files {
  readonly malformed: string;
  readonly empty: string;
  readonly binary: string;
  readonly folder: string;
  readonly missing: string;
  /** A PEM frame around what is no certificate. */
  readonly badPem: string;
  /** Larger than any bound on certificates and records. */
  readonly large: string;
}

export function usageRows(files: Files): readonly Row[] {
  const usage = (name: string, says: RegExp, ...args: readonly string[]): Row => ({ name, args, status: 2, says });
  const label = 'a'.repeat(64);
  const long = `${'abcdefgh.'.repeat(40)}example`;
  return [
    usage('no target', /target/, 'dane', 'check'),
    usage('doubled dot', /exa\.\.mple/, 'dane', 'check', 'exa..mple'),
    usage('label of 64 octets', /63/, 'dane', 'check', `${label}.example`),
    usage('name of 368 octets', /25[35]/, 'dane', 'check', long),
    usage('control characters in a name', /name/, 'dane', 'check', 'exa\u001b[31mmple.org'),
    usage('an address', /192\.0\.2\.1/, 'dane', 'check', '192.0.2.1'),
    usage('a mail address', /@/, 'dane', 'check', 'user@example.org'),
    usage('port beyond 65535', /99999/, 'dane', 'check', 'mx.example.org:99999'),
    usage('unknown type', /NOTATYPE/, 'dns', 'query', 'example.org', 'NOTATYPE'),
    usage('too many words', /./, 'dns', 'query', 'example.org', 'A', 'B', 'C'),
    usage('unknown command', /chekc/, 'dane', 'chekc', 'example.org'),
    usage('unknown flag', /--nope/, 'dane', 'check', 'example.org', '--nope'),
    usage('flag without its value', /timeout/, 'dane', 'check', 'example.org', '--timeout'),
    usage('timeout that is no number', /soon/, 'dane', 'check', 'example.org', '--timeout', 'soon'),
    usage('negative timeout', /-1/, 'dane', 'check', 'example.org', '--timeout', '-1'),
    usage('no jobs', /jobs/, 'dane', 'check', 'example.org', '--jobs', '0'),
    usage('unknown format', /yaml/, 'dane', 'check', 'example.org', '-o', 'yaml'),
    usage('unknown trust', /maybe/, 'dns', 'query', 'example.org', 'A', '--trust', 'maybe'),
    usage('resolver that is no address', /300\.1\.1\.1/, 'dns', 'query', 'example.org', 'A', '--resolver', '300.1.1.1'),
    usage('resolver of an unknown kind', /gopher/, 'dns', 'query', 'example.org', 'A', '--resolver', 'gopher://x'),
    usage('connect row without address', /connect/, 'dns', 'query', 'a.example', 'A', '--connect', 'a.example:25'),
    usage('time that is none', /lunch/, 'dns', 'query', 'example.org', 'A', '--at', 'lunch'),
    usage('unknown schema', /nope/, 'schema', 'nope'),
    usage('unknown finding', /dane\.nope/, 'explain', 'dane.nope'),
    usage('anchor file missing', /missing/, 'dns', 'query', 'a.example', 'A', '--trust-anchor', files.missing),
    usage('anchor file malformed', /malformed/, 'dns', 'query', 'a.example', 'A', '--trust-anchor', files.malformed),
    usage('anchor file empty', /empty/, 'dns', 'query', 'a.example', 'A', '--trust-anchor', files.empty),
    usage('anchor file is a folder', /folder/, 'dns', 'query', 'a.example', 'A', '--trust-anchor', files.folder),
    usage('connect file missing', /missing/, 'dns', 'query', 'a.example', 'A', '--connect-file', files.missing),
    usage('connect file malformed', /malformed/, 'dns', 'query', 'a.example', 'A', '--connect-file', files.malformed),
    usage('CA file missing', /missing/, 'dns', 'query', 'a.example', 'A', '--ca-file', files.missing),
    usage('batch file missing', /missing/, 'dns', 'query', '--batch', files.missing),
    usage('output into a missing folder', /missing/, 'schema', 'dane-check', '-o', `json=${files.missing}/x.json`),
    ...verifyRows(files),
    ...generateRows(files),
    ...certNameRows(files),
  ];
}

const RECORD = ['--tlsa', `3 1 1 ${'ab'.repeat(32)}`];

function verifyRows({ missing, malformed, empty, binary, badPem, large }: Files): readonly Row[] {
  const usage = (name: string, file: string, says: RegExp): Row => ({
    name: `dane verify: ${name}`,
    args: ['dane', 'verify', 'mx.example.org', ...RECORD, '--chain', file],
    status: 2,
    says,
  });
  const record = (name: string, rdata: string): Row => ({
    name: `dane verify: ${name}`,
    args: ['dane', 'verify', 'mx.example.org', '--tlsa', rdata, '--chain', badPem],
    status: 2,
    says: /tlsa/i,
  });
  return [
    usage('chain missing', missing, /missing/),
    usage('chain malformed', malformed, /malformed/),
    usage('chain empty', empty, /empty/),
    usage('chain binary', binary, /binary/),
    usage('chain not a certificate', badPem, /bad\.pem/),
    usage('chain too large', large, /large/),
    record('record of words', 'three one one'),
    record('record with odd hexadecimal', '3 1 1 abc'),
    record('record with usage 999', '999 1 1 ab'),
  ];
}

function generateRows({ missing, malformed, empty, badPem, large }: Files): readonly Row[] {
  const from = (name: string, file: string, says: RegExp, ...more: readonly string[]): Row => ({
    name: `tlsa generate: ${name}`,
    args: ['tlsa', 'generate', 'mx.example.org', '--from', file, ...more],
    status: 2,
    says,
  });
  return [
    from('file missing', missing, /missing/),
    from('file malformed', malformed, /malformed/),
    from('file empty', empty, /empty/),
    from('file not a certificate', badPem, /bad\.pem/),
    from('file too large', large, /large/),
    from('record of words', badPem, /record|three/, '--record', 'three one one'),
  ];
}

function certNameRows({ missing, malformed, empty, binary, badPem, large, folder }: Files): readonly Row[] {
  const usage = (name: string, says: RegExp, ...args: readonly string[]): Row => ({
    name: `certname test: ${name}`,
    args: ['certname', 'test', ...args],
    status: 2,
    says,
  });
  const host = 'mx.example.org';
  return [
    usage('no name', /name/, ''),
    usage('no certificate', /cert/, host),
    usage('name with a blank', /space/, 'mx example', badPem),
    usage('name of a label of 64 octets', /63/, `${'a'.repeat(64)}.example`, badPem),
    usage('name with control characters', /name/, 'mx\u001b[31m.example', badPem),
    usage('mail address', /@/, 'user@example.org', badPem),
    usage('file missing', /missing/, host, missing),
    usage('file malformed', /malformed/, host, malformed),
    usage('file empty', /empty/, host, empty),
    usage('file binary', /binary/, host, binary),
    usage('file is a folder', /folder/, host, folder),
    usage('file not a certificate', /bad\.pem/, host, badPem),
    usage('file too large', /large/, host, large),
    usage('unknown rule', /rfc9525/, host, badPem, '--rule', 'rfc2818'),
    usage('port beyond 65535', /70000/, host, `${host}:70000`),
  ];
}

/** A batch goes on after a bad line; the worst line decides. */
export const BATCH_ROWS: readonly Row[] = [
  {
    name: 'batch: a line that is no JSON',
    args: ['dns', 'query', '--batch', '-'],
    status: 2,
    says: /JSON/,
    input: 'nonsense\n',
  },
  { name: 'batch: an array', args: ['dns', 'query', '--batch', '-'], status: 2, says: /object/, input: '[1]\n' },
  {
    name: 'batch: an object for a name',
    args: ['dns', 'query', '--batch', '-'],
    status: 2,
    says: /name/,
    input: '{"name":{},"type":"A"}\n',
  },
];

export function resolverRow(kind: BadResolver, address: string): Row {
  return {
    name: `resolver: ${kind}`,
    args: ['dns', 'query', 'example.org', 'A', '--resolver', address],
    status: 3,
    says: new RegExp(address.replaceAll('.', '\\.')),
  };
}

/** A host with a TLSA record: one that cannot be talked to is unknown, one that then has no sound TLS is refused. */
export const SERVER_STATUS: Readonly<Record<MailServer, 1 | 3>> = {
  'long-banner': 3,
  'endless-reply': 3,
  silent: 3,
  'hangs-up': 3,
  'no-smtp': 3,
  'tls-alert': 1,
  'tls-garbage': 1,
  'tls-silence': 3,
  'huge-certificate': 1,
  'large-certificate': 1,
  'no-starttls': 1,
  'drips-banner': 3,
  'injects-after-starttls': 1,
  closed: 3,
};
