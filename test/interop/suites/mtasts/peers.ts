/** The same domains asked of us, of postfix-mta-sts-resolver and of mailauth: `enforce 604800 mx,…`, or `none`. */
import { join } from 'node:path';
import { parsePolicy, resolvePolicy } from 'mailauth/lib/mta-sts.js';
import { mustRun, run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import type { Case } from './cases.ts';

/** Outcomes in the order of the cases. */
export type Peer = (cases: readonly Case[]) => Promise<readonly string[]>;

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

interface Ours {
  readonly data?: {
    readonly status: string;
    readonly policy?: { readonly maxAgeSeconds?: number; readonly mx?: readonly string[] };
  };
}

const outcome = (mode: string, maxAge: number, mx: readonly string[]): string =>
  `${mode} ${maxAge} ${mode === 'none' ? '' : mx.join(',').toLowerCase()}`.trimEnd();

export const ours =
  (resolver: string, caFile: string): Peer =>
  async (cases) => {
    const words = ['mtasts', 'check', '--batch', '-', '-o', 'jsonl', '--no-probe', '--trust=none', '--jobs=8'];
    const { stdout, stderr } = await run(
      process.execPath,
      [PROGRAM, ...words, `--resolver=${resolver}`, `--ca-file=${caFile}`],
      { input: cases.map(({ domain }) => `${JSON.stringify({ domain })}\n`).join(''), timeoutMs: 120_000 },
    );
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Ours);
    if (results.length !== cases.length) throw new Error(`${results.length} results: ${stderr.slice(0, 300)}`);
    return results.map(({ data }) => {
      if (data === undefined) return 'error';
      const { status, policy } = data;
      const isUsed = status === 'enforce' || status === 'testing' || status === 'none';
      return isUsed ? outcome(status, policy!.maxAgeSeconds!, policy!.mx!) : 'none';
    });
  };

/** Its own resolver, with DNS and HTTPS, as its daemon for Postfix uses it. */
const POSTFIX = `
import asyncio, json, logging, sys
from postfix_mta_sts_resolver.resolver import STSResolver, STSFetchResult
logging.disable(logging.CRITICAL)
async def main():
    resolver = STSResolver(timeout=10, loop=asyncio.get_event_loop())
    for domain in sys.stdin.read().split():
        result, found = await resolver.resolve(domain)
        print(json.dumps(found[1] if result is STSFetchResult.VALID else None), flush=True)
asyncio.get_event_loop().run_until_complete(main())
`;

interface PostfixPolicy {
  readonly mode: string;
  readonly max_age: number;
  readonly mx: readonly string[];
}

export const postfix =
  (caFile: string): Peer =>
  async (cases) => {
    const out = await mustRun(programs.python, ['-W', 'ignore', '-c', POSTFIX], {
      input: cases.map(({ domain }) => `${domain}\n`).join(''),
      env: { PATH: process.env.PATH ?? '', SSL_CERT_FILE: caFile },
      timeoutMs: 120_000,
    });
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as PostfixPolicy | null)
      .map((found) => (found === null ? 'none' : outcome(found.mode, found.max_age, found.mx)));
  };

/** Its readers of records and policies; what comes before the text (HTTPS) is Node's and no business of its own. */
export const mailauth: Peer = (cases) => Promise.all(cases.map(mailauthOne));

async function mailauthOne({ domain, records, site }: Case): Promise<string> {
  try {
    const id = await resolvePolicy(domain, { resolver: async () => records.map((text) => [text]) });
    if (id === false) return 'none';
    const { mode, maxAge, mx = [] } = parsePolicy(site.text);
    return outcome(mode, maxAge ?? Number.NaN, mx);
  } catch {
    return 'none';
  }
}
