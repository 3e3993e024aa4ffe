/**
 * What policy costs: the processor's time of a message in a session, without network and disk.
 *
 * A session of reception with its ACLs over a spool in memory, beside the same driver and the same pure session with a host
 * that takes everything and keeps nothing. Clients are streams in this process, a command at a time. What is measured is
 * bundled as the program is: what runs the benchmarks gives every function of a source file its name back, and closures pay.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { median } from './measure.ts';
import type * as Spent from './session/spent.ts';
import type { Bench, Figure } from './types.ts';

const ROUNDS = 9;
const WARM_ROUNDS = 3;

export const bench: Bench = {
  name: 'session-cpu',
  asks: 'processor of a message of 10 KiB through a session, beside a host that takes everything',
  async run(quick) {
    const folder = mkdtempSync(join(tmpdir(), 'mxray-bench-session-'));
    try {
      const { spent, takingAll, guests, SIGNED } = await built(folder);
      const compare = async (name: string, { text, isSigned = false, perConnection }: Case): Promise<Figure> => {
        const guest = guests(text, folder);
        const load = {
          count: quick ? 1000 : 4000,
          ...(isSigned && { message: SIGNED }),
          ...(perConnection !== undefined && { perConnection }),
        };
        const ours: number[] = [];
        const floor: number[] = [];
        for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
          const [least, all] = [await spent(takingAll, load), await spent(guest, load)];
          if (round < 0) continue;
          floor.push(least);
          ours.push(all);
        }
        const note = `least ${Math.min(...ours).toFixed(1)}, bare ${Math.min(...floor).toFixed(1)}`;
        return { name, ours: median(ours), unit: 'µs', peer: { name: 'bare', value: median(floor) }, note };
      };
      const figures: Figure[] = [];
      for (const [name, each] of Object.entries(CASES)) figures.push(await compare(name, each));
      return figures;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function built(folder: string): Promise<typeof Spent> {
  const outfile = join(folder, 'spent.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('./session/spent.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  return (await import(pathToFileURL(outfile).href)) as typeof Spent;
}

const BASE = `primary_hostname = mx.example.org
message_body_visible = 500
acl_smtp_rcpt = check_rcpt
smtp_accept_max_per_connection = 0
`;

const ALL = `${BASE}begin acl\ncheck_rcpt:\n  accept\n`;

interface Case {
  readonly text: string;
  readonly isSigned?: boolean;
  readonly perConnection?: number;
}

const CASES: Readonly<Record<string, Case>> = {
  'every recipient': { text: ALL },
  'every recipient, a connection each': { text: ALL, perConnection: 1 },
  'SPF and DKIM': {
    isSigned: true,
    text: `${BASE}acl_smtp_dkim = check_dkim
acl_smtp_data = check_data
begin acl
check_rcpt:
  require spf = pass
  accept
check_dkim:
  require dkim_status = pass
  accept
check_data:
  warn    add_header = $spf_received
  warn    add_header = :at_start:\${authresults{$primary_hostname}}
  accept
`,
  },
  'the usual checks': {
    text: `${BASE}domainlist local_domains = example.org : example.com
hostlist relay_hosts = 192.0.2.0/28
acl_smtp_mail = check_mail
acl_smtp_data = check_data
begin acl
check_mail:
  deny    senders = *@blocked.example
  accept
check_rcpt:
  accept  hosts = :
  deny    message = Restricted characters in address
          domains = +local_domains
          local_parts = ^[.] : ^.*[@%!/|]
  deny    message = Restricted characters in address
          domains = !+local_domains
          local_parts = ^[./|] : ^.*[@%!] : ^.*/\\\\.\\\\./
  accept  local_parts = postmaster
          domains = +local_domains
  accept  hosts = +relay_hosts
          control = submission
  accept  authenticated = *
  require message = relay not permitted
          domains = +local_domains
  warn    set acl_m_seen = \${lc:$sender_address_domain}
  accept
check_data:
  deny    condition = \${if >{$message_size}{1M}}
          message = too large
  deny    condition = \${if eq{$h_subject:}{spam}}
  warn    add_header = X-Seen: $acl_m_seen
  accept
`,
  },
};
