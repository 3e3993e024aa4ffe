/** A configuration of 2,000 lines read, and looked at, beside `exim -bV` with the same file: all of its start. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfiguration, readConfiguration } from '../../src/mta/config/index.ts';
import { mustRun } from '../interop/framework/command.ts';
import { programs } from '../interop/peers/programs.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const AIM_MS = 50;

export const bench: Bench = {
  name: 'config-parse',
  asks: 'a configuration of 2,000 lines read, beside exim -bV',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'config-parse-'));
    const file = join(folder, 'exim.conf');
    writeFileSync(file, configuration());
    try {
      return await figures(file, quick ? 5 : 15);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function figures(file: string, rounds: number): Promise<readonly Figure[]> {
  const first = performance.now();
  read(file);
  const cold = performance.now() - first;
  const times = await inTurns(rounds, {
    ours: () => read(file),
    whole: () => checkConfiguration(read(file)),
    theirs: () => mustRun(programs.exim, ['-C', file, '-bV']),
  });
  const peer = { name: 'exim -bV', value: round(times.theirs) };
  const aim = { value: AIM_MS, better: 'lower' as const };
  return [
    { name: 'read for the first time', ours: round(cold), unit: 'ms', aim },
    { name: 'read', ours: round(times.ours), unit: 'ms', peer },
    { name: 'read, expansions and names looked at', ours: round(times.whole), unit: 'ms', peer },
  ];
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

function read(file: string) {
  const read = readConfiguration({ file });
  if (!read.ok) throw new Error(read.error[0]?.message);
  return read.value;
}

/** 60 macros, ACLs with lookups, routers and transports of every kind: what a large site has. */
function configuration(): string {
  const lines = ['primary_hostname = mx.example.org', 'keep_environment =', 'acl_smtp_rcpt = acl_0', ''];
  for (let n = 0; n < 60; n += 1) lines.push(`M_${String.fromCharCode(65 + (n % 26), 65 + n / 26)}_X = value ${n}`);
  lines.push('', 'begin acl', '');
  for (let n = 0; lines.length < 1000; n += 1) lines.push(`acl_${n}:`, ...ACL, '');
  lines.push('begin routers', '');
  for (let n = 0; lines.length < 1700; n += 1) lines.push(`router_${n}:`, ...ROUTER, '');
  lines.push('begin transports', '');
  for (let n = 0; lines.length < 1990; n += 1) lines.push(`transport_${n}:`, ...TRANSPORT, '');
  return `${lines.join('\n')}\nbegin retry\n* * F,2h,15m; G,16h,1h,1.5; F,4d,6h\n`;
}

const ACL = [
  '  # what this is about',
  '  accept hosts = : M_AA_X',
  '  deny   condition = ${if and{{def:sender_address}{match{$local_part}{\\N^[.]\\N}}}}',
  '         message = not like that, $sender_host_address',
  '  warn   set acl_m_seen = ${lookup{$sender_address_domain}lsearch{/etc/exim/M_BB_X}{$value}{none}}',
  '         logwrite = :main: ${lc:$sender_helo_name} M_CB_X',
  '  require verify = recipient',
  '  accept',
];
const ROUTER = [
  '  driver = redirect',
  '  domains = ! *.example.org : *',
  '  condition = ${if eq{$domain}{M_DA_X}{yes}{no}}',
  '  data = ${lookup{$local_part@$domain}lsearch*@{/etc/exim/aliases}{$value}fail}',
  '  headers_add = X-A: b \\',
  '                  c',
  '  no_verify',
];
const TRANSPORT = [
  '  driver = smtp',
  '  hosts = a.example.org : M_EA_X',
  '  connect_timeout = 1m30s',
  '  multi_domain',
];
