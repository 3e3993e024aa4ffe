import { checkConfiguration, readConfiguration, selectShown } from '../../src/mta/config/index.ts';
import type { FuzzTarget } from './types.ts';

const SEEDS = [
  'AA = x\nBB == AA\n.ifdef AA\nqualify_domain = "a\\x41\\n" \n.else\n.include /etc/x\n.endif\nhide never_users = a : b\n',
  'domainlist_cache a = @ : *.b\nauto_thaw = 1d2h\ncheck_spool_space = 3M\ndelay_warning = 1h:\\\n # c\n 2h\nno_message_logs\n',
  'acl_smtp_rcpt = a\nbegin acl\na:\n  deny !hosts = +x : ${if eq{a}{b}{c}}\n       set acl_m_x = $tod_full\n  accept control = freeze/no_tell\n',
  'begin routers\nr:\n  driver = redirect\n  data = ${lookup{a}lsearch{/b}}\n  condition = 1\n  condition = 2\n  headers_add = A: b\nbegin transports\nt:\n driver = smtp\n headers_rewrite = *@a b fr : *@c d\n',
  'begin retry\n"a" rcpt_4xx senders=x F,2h,15m; G,16h,1h,1.5\nbegin rewrite\n*@a "b c" Ffr\nbegin authenticators\np:\n driver = plaintext\n public_name = PLAIN\n',
];

const noFiles = { read: () => ({ ok: false, error: 'not here' }) as const, exists: () => false };

/** Never throws; every mistake has a line of the text; what is read can be checked and shown. */
export const target: FuzzTarget = {
  name: 'config',
  seeds: SEEDS.map((text) => Uint8Array.from(Buffer.from(text, 'latin1'))),
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    const lines = text.split('\n').length;
    const read = readConfiguration({ text }, { files: noFiles });
    const problems = read.ok ? [...read.value.warnings, ...checkConfiguration(read.value)] : read.error;
    for (const { excerpt, message, place } of problems) {
      if (place.line < 0 || place.line > lines || place.lastLine < place.line)
        throw new Error(`line ${place.line}: ${message}`);
      if (excerpt !== undefined && excerpt.offset > excerpt.text.length) throw new Error('a caret beyond the string');
    }
    if (!read.ok && !problems.some(({ severity }) => severity === 'error')) throw new Error('refused without an error');
    if (!read.ok) return;
    const words = ['routers', 'transports', 'authenticators', 'macro_list', '+a'];
    for (const { entries } of [[], words].flatMap((asked) => selectShown(read.value, asked, { hostname: 'h' })))
      for (const { line } of entries)
        if (/[^\x20-\x7e]/.test(line) && !line.includes('list ')) throw new Error(`shown raw: ${line}`);
  },
};
