/**
 * What the lab's servers staple, seen by GnuTLS (which Exim is built with) and OpenSSL: GnuTLS verifies and ends the connection
 * or goes on, OpenSSL shows what came. Both are compared with the catalogue, to which our own commands are held elsewhere.
 */
import { type DomainRow, FAMILIES } from '../../../../src/lab/index.ts';
import { run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { type Bench, openBench } from './bench.ts';

export const suite: Suite = {
  name: 'staples',
  proves:
    'each staple of the lab, over STARTTLS and TLS on connect and with either key, is to GnuTLS and OpenSSL what it is to us',
  run,
};

/** By what the catalogue says of the staple: does GnuTLS go on, where it decides otherwise than we, and why. */
const GNUTLS_DIFFERS: Readonly<Record<string, string>> = {
  unknown: 'takes "unknown" for no answer',
  'not-yet-valid': 'does not look whether thisUpdate has come',
  'try-later': 'takes an error for no staple',
};

/** What OpenSSL shows of a staple, where it is not a whole response. */
const OPENSSL_SHOWS: Readonly<Record<string, RegExp>> = {
  none: /OCSP response: no response sent/,
  malformed: /response parse error/,
  'try-later': /OCSP Response Status: trylater/,
};

interface Case {
  readonly row: DomainRow;
  readonly port: 25 | 465;
  readonly key: 'rsa' | 'ecdsa';
}

async function run(context: Context): Promise<void> {
  const bench = await openBench(context, FAMILIES.staples!);
  const cases = FAMILIES.staples!.flatMap((row) =>
    (row.hosts[0]!.keys ?? ['p256']).flatMap((type) =>
      ([25, 465] as const).map((port): Case => ({ row, port, key: type === 'rsa' ? 'rsa' : 'ecdsa' })),
    ),
  );
  await concurrently(4, cases, async (one) => {
    const name = `${one.row.name} ${one.port} ${one.key}`;
    await context.test(`GnuTLS: ${name}`, () => judgeGnutls(one, bench));
    await context.test(`OpenSSL: ${name}`, () => judgeOpenssl(one, bench));
  });
  for (const [staple, why] of Object.entries(GNUTLS_DIFFERS)) context.note(`staple ${staple}: GnuTLS ${why}`);
}

/** Without the exit status of our probe. */
const stapleOf = (certificate: DomainRow['certificate']): string => certificate!.staple!.split(' ')[0]!;

/** Good, or nothing where nothing is demanded. */
function isAcceptable({ certificate, hosts: [host] }: DomainRow): boolean {
  const demanded = host!.template?.mustStaple === true;
  const staple = stapleOf(certificate);
  return staple === 'good' || (staple === 'none' && !demanded);
}

async function judgeGnutls({ row, port, key }: Case, { portOf, ca }: Bench): Promise<void> {
  const host = `mx.${row.name}`;
  const signatures = key === 'rsa' ? '-SIGN-ALL:+SIGN-RSA-PSS-RSAE-SHA256' : '-SIGN-ALL:+SIGN-ECDSA-SECP256R1-SHA256';
  const ran = await runProgram(
    programs.gnutlsCli,
    [
      ...(port === 25 ? ['--starttls-proto=smtp'] : []),
      ...[`--x509cafile=${ca}`, `--sni-hostname=${host}`, `--verify-hostname=${host}`],
      ...[
        `--priority=NORMAL:${signatures}:+SIGN-RSA-SHA256:+SIGN-ECDSA-SHA256`,
        '-p',
        String(portOf(row, port)),
        '127.0.0.1',
      ],
    ],
    { input: 'QUIT\r\n' },
  );
  const text = `${ran.stdout}${ran.stderr}`;
  const trusts = /Status: The certificate is trusted/.test(text);
  const differs = GNUTLS_DIFFERS[stapleOf(row.certificate)] !== undefined;
  if (trusts === (isAcceptable(row) !== differs)) return;
  throw new Error(`GnuTLS ${trusts ? 'goes on' : 'refuses'}:\n${text.slice(0, 1500)}`);
}

async function judgeOpenssl({ row, port, key }: Case, { portOf, ca }: Bench): Promise<void> {
  const sigalgs = key === 'rsa' ? 'RSA-PSS+SHA256' : 'ECDSA+SHA256';
  const ran = await runProgram(
    programs.openssl,
    [
      ...['s_client', '-connect', `127.0.0.1:${portOf(row, port)}`, '-servername', `mx.${row.name}`],
      ...(port === 25 ? ['-starttls', 'smtp'] : []),
      ...['-status', '-CAfile', ca, '-sigalgs', sigalgs, '-tls1_3'],
    ],
    { input: 'QUIT\r\n' },
  );
  const staple = stapleOf(row.certificate);
  const expected =
    OPENSSL_SHOWS[staple] ?? /OCSP Response Status: successful[\s\S]*Cert Status: (good|revoked|unknown)/;
  const shownKey = key === 'rsa' ? /Peer signature type: RSA-PSS/ : /Peer signature type: ECDSA/;
  for (const pattern of [expected, shownKey]) {
    if (!pattern.test(ran.stdout)) throw new Error(`no ${pattern} in\n${ran.stdout.slice(0, 1500)}`);
  }
}
