/** The same chains to both: our `cert chain --batch` in one run, and `openssl verify` once each. */
import { strictEqual } from 'node:assert';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChainQuestion, Profile, Purpose } from '../../../../src/core/pki/index.ts';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import { MXRAY } from '../dane/ours.ts';

export interface Posed {
  readonly name: string;
  readonly question: ChainQuestion;
  /** Policies are judged by OpenSSL only where it is told to. */
  readonly withPolicies: boolean;
}

export interface Answer {
  readonly valid: boolean;
  /** Our code, or OpenSSL's first error. */
  readonly why: string;
}

const pem = ({ der }: ChainQuestion['leaf']): string => formatPem('CERTIFICATE', der);

export async function askOurs(posed: readonly Posed[], profile: Profile): Promise<readonly Answer[]> {
  const lines = posed.map(({ question }) => JSON.stringify(lineOf(question, profile)));
  const { stdout } = await run(process.execPath, [MXRAY, 'cert', 'chain', '--batch', '-'], { input: lines.join('\n') });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  strictEqual(answers.length, posed.length, stdout.slice(0, 400));
  return answers.map(({ data, error }) =>
    data === undefined ? { valid: false, why: error.message } : { valid: data.valid, why: data.code ?? 'valid' },
  );
}

function lineOf(
  { leaf, intermediates, anchors, identity, purpose, at, maxDepth, policies }: ChainQuestion,
  profile: Profile,
) {
  return {
    leaf: pem(leaf),
    intermediates: intermediates.map(pem),
    roots: anchors.map(pem),
    purpose,
    at: at.toISOString(),
    profile,
    ...(identity !== undefined && { [identity.kind]: identity.value }),
    ...(maxDepth !== undefined && { maxDepth }),
    ...(policies !== undefined && { policy: policies }),
  };
}

/** @param strict  with -x509_strict, which asks for much of what RFC 5280 asks of authorities */
export async function askOpenssl({ question, withPolicies }: Posed, folder: string, strict: boolean): Promise<Answer> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const { leaf, intermediates, anchors, at } = question;
  const words = [
    'verify',
    '-partial_chain', // whatever is among the roots is an anchor, as with us
    ...(strict ? ['-x509_strict'] : []),
    ...['-no-CAfile', '-no-CApath', '-no-CAstore'],
    ...(anchors.length > 0 ? ['-CAfile', file('roots.pem', anchors.map(pem).join(''))] : []),
    ...(intermediates.length > 0 ? ['-untrusted', file('via.pem', intermediates.map(pem).join(''))] : []),
    ...['-attime', String(Math.floor(at.getTime() / 1000))],
    ...purposeWords(question.purpose),
    ...nameWords(question),
    ...(withPolicies
      ? ['-policy_check', ...(question.policies ?? ['2.5.29.32.0']).flatMap((policy) => ['-policy', policy])]
      : []),
    ...(question.maxDepth === undefined ? [] : ['-verify_depth', String(question.maxDepth)]),
    file('leaf.pem', pem(leaf)),
  ];
  const { status, stderr, stdout } = await run(programs.openssl, words);
  const error = /error \d+ at \d+ depth lookup: ?([^\n]*)/.exec(stderr)?.[1];
  return { valid: status === 0, why: error ?? (status === 0 ? 'OK' : (stderr || stdout).trim().slice(0, 200)) };
}

const PURPOSES: Readonly<Record<Purpose, string | undefined>> = {
  server: 'sslserver',
  client: 'sslclient',
  email: 'smimesign',
  ocsp: 'ocsphelper',
  any: undefined,
};

function purposeWords(purpose: Purpose): readonly string[] {
  const name = PURPOSES[purpose];
  return name === undefined ? [] : ['-purpose', name];
}

function nameWords({ identity }: ChainQuestion): readonly string[] {
  if (identity === undefined) return [];
  const isAddress = identity.kind === 'ip' || /^[\d.]+$/.test(identity.value);
  const flag = identity.kind === 'email' ? '-verify_email' : isAddress ? '-verify_ip' : '-verify_hostname';
  return [flag, identity.value];
}
