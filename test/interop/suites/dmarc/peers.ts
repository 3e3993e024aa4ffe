/** The same messages put to us, to opendmarc's library and to mailauth: `pass`, `none`, `fail reject`, `permerror` of each. */
import { Resolver } from 'node:dns/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dmarc as mailauthDmarc } from 'mailauth/lib/dmarc/index.js';
import { mustRun, run } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';
import { type Case, SUFFIXES } from './cases.ts';

/** Outcomes in the order of the cases. */
export type Peer = (cases: readonly Case[]) => Promise<readonly string[]>;

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

export const ours =
  (resolver: string, suffixFile: string): Peer =>
  async (cases) => {
    const lines = cases.map(({ id, from, spf, dkim }) => JSON.stringify({ id, from, spf, dkim }));
    const words = ['dmarc', 'eval', '--batch', '-', '-o', 'jsonl', '--rfc=7489', '--lot=0', `--psl=${suffixFile}`];
    const { stdout, stderr } = await run(
      process.execPath,
      [PROGRAM, ...words, `--resolver=${resolver}`, '--trust=none'],
      {
        input: `${lines.join('\n')}\n`,
        timeoutMs: 120_000,
      },
    );
    const results = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { data?: { result: string; disposition: string } });
    if (results.length !== cases.length) throw new Error(`${results.length} results: ${stderr.slice(0, 300)}`);
    return results.map(({ data }) => outcome(data?.result ?? 'error', data?.disposition ?? ''));
  };

const outcome = (result: string, disposition: string): string => (result === 'fail' ? `fail ${disposition}` : result);

/** Constants as in its dmarc.h: an SPF result is of MAIL FROM (1); pass is 1, fail 2; verdicts are 14 to 18. */
const OPENDMARC = `
import ctypes, json, sys
class Library(ctypes.Structure):
    _fields_ = [('tld_type', ctypes.c_int), ('tld_source_file', ctypes.c_char * 4096),
                ('nscount', ctypes.c_int), ('nsaddr_list', ctypes.c_char * 48)]
lib = ctypes.CDLL('libopendmarc.so.2')
pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
lib.opendmarc_policy_connect_init.restype = lib.opendmarc_policy_connect_shutdown.restype = pointer
lib.opendmarc_policy_connect_init.argtypes = [text, number]
lib.opendmarc_policy_connect_shutdown.argtypes = lib.opendmarc_get_policy_to_enforce.argtypes = [pointer]
lib.opendmarc_policy_store_from_domain.argtypes = lib.opendmarc_policy_query_dmarc.argtypes = [pointer, text]
lib.opendmarc_policy_store_spf.argtypes = [pointer, text, number, number, text]
lib.opendmarc_policy_store_dkim.argtypes = [pointer, text, text, number, text]
library = Library(tld_type=1, tld_source_file=sys.argv[1].encode())
if lib.opendmarc_policy_library_init(ctypes.byref(library)) != 0: sys.exit('no list of suffixes')
WORDS = {14: 'none', 15: 'pass', 16: 'fail reject', 17: 'fail quarantine', 18: 'fail none'}
PARSED = {9: 'none', 10: 'none', 11: 'temperror', 14: 'none'}
RESULTS = {'pass': 1, 'fail': 2}
def outcome(case):
    context = lib.opendmarc_policy_connect_init(b'192.0.2.1', 0)
    domain = case['from'].encode()
    stored = [lib.opendmarc_policy_store_from_domain(context, domain),
              lib.opendmarc_policy_store_spf(context, case['spf']['domain'].encode(), RESULTS[case['spf']['result']], 1, b'')]
    for one in case['dkim']:
        stored.append(lib.opendmarc_policy_store_dkim(context, one['domain'].encode(), b's', RESULTS[one['result']], b''))
    if any(stored): return 'not stored %s' % stored
    status = lib.opendmarc_policy_query_dmarc(context, domain)
    word = WORDS.get(lib.opendmarc_get_policy_to_enforce(context)) if status == 0 else PARSED.get(status, 'permerror')
    lib.opendmarc_policy_connect_shutdown(context)
    return word
for line in sys.stdin: print(outcome(json.loads(line)), flush=True)
`;

export const opendmarc =
  (suffixFile: string): Peer =>
  async (cases) => {
    const input = `${cases.map((each) => JSON.stringify(each)).join('\n')}\n`;
    const out = await mustRun(programs.python, ['-c', OPENDMARC, suffixFile], { input, timeoutMs: 120_000 });
    return out.trimEnd().split('\n');
  };

export const mailauth =
  (server: string): Peer =>
  async (cases) => {
    const resolver = new Resolver();
    resolver.setServers([server]);
    const results: string[] = [];
    for (const { from, spf, dkim } of cases) {
      const passed = (list: Case['dkim']) => list.filter(({ result }) => result === 'pass').map(({ domain }) => domain);
      const verdict = await mailauthDmarc({
        headerFrom: [`a@${from}`],
        spfDomains: passed([spf]),
        dkimDomains: passed(dkim).map((domain) => ({ domain })),
        resolver: (name: string) => resolver.resolveTxt(name),
      });
      if (verdict === false) results.push('none');
      else results.push(outcome(verdict.status.result, (verdict.policy ?? 'undefined').trim().toLowerCase()));
    }
    return results;
  };

export function writeSuffixes(folder: string): string {
  const file = join(folder, 'suffixes');
  writeFileSync(file, `${SUFFIXES.join('\n')}\n`);
  return file;
}
