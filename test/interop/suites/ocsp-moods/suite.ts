/** Every mood of a responder, through `ocsp fetch`, `ocsp verify` and OpenSSL: the outcomes side by side, as a table. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { labFolder } from '../../../../src/lab/control/index.ts';
import { type Lab, startLab } from '../../../../src/lab/index.ts';
import { run as runProgram } from '../../framework/command.ts';
import { concurrently } from '../../framework/concurrently.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { type MoodRow, ROWS } from './rows.ts';

export const suite: Suite = {
  name: 'ocsp-moods',
  proves: 'each mood of a responder has its outcome and status, fetched and judged offline, beside OpenSSL',
  run,
};

const RUN = join(import.meta.dirname, '../../../../bin/run.js');
const HOST = 'mx.good.test';

interface Bench {
  readonly lab: Lab;
  readonly folder: string;
  /** Of the lab. */
  readonly certificates: string;
  readonly ca: string;
  /** Where the responder really listens, for a peer that knows no connect map. */
  readonly responder: string;
}

async function run(context: Context): Promise<void> {
  const bench = await openBench(context);
  const moods = Object.keys(ROWS);
  const bodies = await bodiesOf(moods, bench);
  const fetched = await ours(
    'fetch',
    moods.map((mood) => fetchLine(mood, bench)),
    bench,
  );
  const judged = await ours(
    'verify',
    [...bodies].map(([mood, body]) => verifyLine(mood, body, bench)),
    bench,
  );
  const peers = await concurrently(4, moods, (mood) => openssl(mood, bench));
  const met = moods.map(
    (mood, index): Met => ({
      mood,
      fetch: fetched.get(mood) ?? 'nothing',
      verify: judged.get(mood),
      openssl: peers[index]!,
    }),
  );
  for (const one of met) await context.test(one.mood, () => judge(one, ROWS[one.mood]!));
  for (const line of table(met)) context.note(line);
}

async function openBench(context: Context): Promise<Bench> {
  const folder = labFolder(join(context.folder, 'lab'));
  mkdirSync(folder.path, { recursive: true, mode: 0o700 });
  const lab = await startLab({ folder, slowMs: 100, writesCertificates: true });
  context.atEnd(() => lab.close());
  const port = /^pki\.lab\.test:80=127\.0\.0\.1:(\d+)$/m.exec(readFileSync(folder.connectMap, 'utf8'))![1]!;
  const responder = `http://127.0.0.1:${port}/ocsp`;
  return { lab, folder: context.folder, certificates: folder.certificates, ca: folder.ca, responder };
}

/** What a client would store, were it to store whatever comes. */
async function bodiesOf(moods: readonly string[], { certificates, responder }: Bench): Promise<Map<string, Buffer>> {
  const bodies = new Map<string, Buffer>();
  for (const mood of moods.filter((name) => ROWS[name]!.verify !== undefined)) {
    const answered = await fetch(`${responder}/${mood}`).then((response) => response.arrayBuffer());
    bodies.set(mood, proofFile(certificates, mood) ?? Buffer.from(answered));
  }
  return bodies;
}

/** Ways of delivery have no file; what they deliver well is the good one. */
function proofFile(certificates: string, mood: string): Buffer | undefined {
  const file = (name: string): Buffer => readFileSync(join(certificates, 'moods', `${name}.ocsp.der`));
  try {
    return file(mood);
  } catch {
    return ROWS[mood]!.verify === ROWS.good!.verify ? file('good') : undefined;
  }
}

const fetchLine = (mood: string, { folder, certificates }: Bench): object => ({
  id: mood,
  cert: readFileSync(join(certificates, `${HOST}.pem`), 'utf8'),
  url: `http://pki.lab.test/ocsp/${mood}`,
  out: join(folder, `${mood}.der`),
  nonce: true,
  retries: 0,
});

const verifyLine = (mood: string, body: Buffer, { certificates }: Bench): object => ({
  id: mood,
  cert: readFileSync(join(certificates, `${HOST}.pem`), 'utf8'),
  issuer: readFileSync(join(certificates, 'issuing.pem'), 'utf8'),
  response: body.toString('base64'),
});

interface Answer {
  readonly id: string;
  readonly exit: number;
  readonly error?: { readonly code: string };
  readonly data?: {
    readonly status?: string;
    readonly code?: string;
    readonly proofs?: readonly {
      readonly outcome: string;
      readonly code?: string;
      readonly attempts: readonly { readonly code: string }[];
    }[];
  };
}

/** `OUTCOME CODE STATUS` by mood, from one run over all lines. */
async function ours(verb: string, lines: readonly object[], { lab }: Bench): Promise<Map<string, string>> {
  const input = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const options = { env: lab.env, input, timeoutMs: 60_000 };
  const ran = await runProgram(process.execPath, [RUN, 'ocsp', verb, '--batch', '-'], options);
  const answers = ran.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  return new Map(answers.map((answer) => [answer.id, `${said(answer)} ${answer.exit}`]));
}

function said({ data, error }: Answer): string {
  const proof = data?.proofs?.[0];
  if (proof !== undefined) return `${proof.outcome} ${proof.code ?? proof.attempts.at(-1)?.code}`;
  return error === undefined ? `${data?.status} ${data?.code}` : `error ${error.code}`;
}

/** Fetched and judged by `openssl ocsp`. */
async function openssl(mood: string, { certificates, ca, responder }: Bench): Promise<string> {
  const words = [
    ...['ocsp', '-issuer', join(certificates, 'issuing.pem'), '-cert', join(certificates, `${HOST}.pem`)],
    ...['-url', `${responder}/${mood}`, '-CAfile', ca, '-timeout', '5'],
  ];
  const { status, stdout, stderr } = await runProgram('openssl', words);
  const text = `${stdout}${stderr}`;
  const verdict = /: (good|revoked|unknown)$/m.exec(text)?.[1];
  const isProven = /Response verify OK/.test(text) && !/Status times invalid/.test(text);
  return `${isProven && verdict !== undefined ? verdict : 'refused'} ${status}`;
}

interface Met {
  readonly mood: string;
  readonly fetch: string;
  readonly verify: string | undefined;
  readonly openssl: string;
}

function judge({ fetch: fetched, verify, openssl: peer }: Met, row: MoodRow): void {
  const decided = decision(fetched);
  const agrees = decided === peer.split(' ')[0];
  const faults = [
    fetched !== row.fetch && `fetch: ${fetched} instead of ${row.fetch}`,
    verify !== row.verify && `verify: ${verify} instead of ${row.verify}`,
    row.differs === undefined && !agrees && `OpenSSL decides ${peer}, we ${decided}`,
    row.differs !== undefined && agrees && `OpenSSL decides as we do: not known to differ any more (${row.differs})`,
  ].filter((fault) => fault !== false);
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

/** What it comes to for the certificate. */
function decision(fetched: string): string {
  const [outcome, code] = fetched.split(' ');
  if (outcome === 'written') return 'good';
  return code === 'revoked' || code === 'unknown' ? code : 'refused';
}

function table(met: readonly Met[]): string[] {
  const line = (...cells: readonly string[]): string =>
    cells
      .map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padEnd(32)))
      .join(' ')
      .trimEnd();
  return [
    line('mood', 'ocsp fetch: outcome code status', 'ocsp verify: outcome code status', 'openssl ocsp'),
    ...met.map((one) => line(one.mood, one.fetch, one.verify ?? '-', one.openssl)),
  ];
}
