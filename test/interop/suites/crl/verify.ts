/** The same question to both: `openssl verify` with its CRL flags, and our `crl check --batch`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatPem } from '../../../../src/core/pki/issue.ts';
import { crlDer, NOW } from '../../../support/crls.ts';
import { mustRun, run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import { MXRAY } from '../dane/ours.ts';
import type { Parties } from './parties.ts';
import type { Row } from './rows.ts';

/** A row with its lists made. */
export interface Posed {
  readonly row: Row;
  /** PEM each. */
  readonly lists: readonly string[];
}

export async function pose(row: Row, parties: Parties): Promise<Posed> {
  const lists = await Promise.all(
    row.lists.map(async ({ by, spec }) => formatPem('X509 CRL', await crlDer(parties[by], spec ?? {}))),
  );
  return { row, lists };
}

const pemOf = ({ certificate }: Parties[keyof Parties]): string => formatPem('CERTIFICATE', certificate.der);

/** Everything that stands between a leaf and the root. */
const authorities = (parties: Parties): string =>
  [parties.issuing, parties.clerk, parties.noCrlSign, parties.noKeyUsage].map(pemOf).join('');

/** Good, revoked or neither, with what it wrote. */
export async function askOpenssl(
  { row, lists }: Posed,
  parties: Parties,
  folder: string,
): Promise<{ readonly says: 'good' | 'revoked' | 'neither'; readonly text: string }> {
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const trust = ['-CAfile', file('root.pem', pemOf(parties.root))];
  const between = ['-untrusted', file('between.pem', authorities(parties))];
  const given = lists.flatMap((text, i) => ['-CRLfile', file(`${i}.crl`, text)]);
  const flags = ['-extended_crl', '-use_deltas', row.all === true ? '-crl_check_all' : '-crl_check'];
  const at = ['-attime', String(NOW.getTime() / 1000)];
  // -crl_check_all is of no effect without -crl_check.
  const all = row.all === true ? ['-crl_check'] : [];
  const words = [
    'verify',
    ...trust,
    ...between,
    ...given,
    ...flags,
    ...all,
    ...at,
    file('leaf.pem', pemOf(parties[row.of])),
  ];
  const { status, stdout, stderr } = await run(programs.openssl, words);
  const text = `${stdout}${stderr}`;
  return { says: status === 0 ? 'good' : /error 23 at/.test(text) ? 'revoked' : 'neither', text };
}

/** For each row `good`, `revoked REASON` or the code, by one run of the program. */
export async function askOurs(posed: readonly Posed[], parties: Parties): Promise<readonly string[]> {
  const lines = posed.map(({ row, lists }) =>
    JSON.stringify({
      id: row.name,
      cert: [pemOf(parties[row.of]), authorities(parties), pemOf(parties.root)].join(''),
      issuer: pemOf(parties.clerk),
      crls: lists,
      at: NOW.toISOString(),
      chainDepth: row.all === true ? 9 : 1,
    }),
  );
  const { stdout, stderr } = await run(process.execPath, [MXRAY, 'crl', 'check', '--batch', '-', '-o', 'jsonl'], {
    input: `${lines.join('\n')}\n`,
  });
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  if (answers.length !== posed.length) throw new Error(`${answers.length} answers to ${posed.length} lines: ${stderr}`);
  return answers.map(({ data, error }) => {
    if (data === undefined) return `error ${error?.message}`;
    return data.status === 'undetermined'
      ? data.code
      : data.status === 'revoked'
        ? `revoked ${data.reason}`
        : data.status;
  });
}

/** What OpenSSL reads in a list of ours. */
export const printList = (pem: string): Promise<string> =>
  mustRun(programs.openssl, ['crl', '-noout', '-text', '-nameopt', 'RFC2253'], { input: pem });
