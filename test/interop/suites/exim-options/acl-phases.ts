/** Where words of ACLs may stand: each in the ACL of each step of a session, and whether Exim refuses it there. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACL_CLAUSES, ACL_CONTROLS, ACL_PHASES, type AclPhase } from '../../../../src/mta/config/acl/index.ts';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';

interface Case {
  readonly word: string;
  readonly line: string;
  readonly phase: AclPhase;
  readonly refused: boolean;
}

const PHASES = [
  ...(['connect', 'helo', 'auth', 'mailauth', 'mail', 'rcpt'] as const),
  ...(['predata', 'data', 'vrfy', 'expn', 'etrn', 'quit'] as const),
];

/** One of seven; all of them with --full. */
export async function aclPhases(context: Context): Promise<void> {
  const cases = allCases().filter((_, index) => context.full || index % 7 === 0);
  const spool = join(context.folder, 'spool');
  mkdirSync(spool, { recursive: true });
  chmodSync(spool, 0o777);
  await context.test(`${cases.length} words of ACLs where they may stand`, async () => {
    const wrong: string[] = [];
    for (const one of cases) {
      const refused = await refusedByExim(one, context.folder, spool);
      if (refused !== one.refused) wrong.push(`${one.word} in ${one.phase}: Exim ${refused ? 'refuses' : 'takes'} it`);
    }
    if (wrong.length > 0) throw new Error(wrong.join('; '));
  });
}

/** Not in Debian's build, in need of more than a word, or allowed in more places since 4.96 (`dkim_status`). */
const LEFT_OUT =
  /^(atrn_domains|bmi_optin|dcc|dmarc_status|decode|control|endpass|set|dkim_status|bmi_run|dmarc_\w+|wellknown|error|dscp|queue_only)$/;

const ARGUMENTS: Readonly<Record<string, string>> = {
  acl: 'ok',
  condition: 'yes',
  delay: '0s',
  log_reject_target: 'main',
  ratelimit: '10/1h/per_cmd/x',
  seen: '5m',
  spf: 'pass',
  spf_guess: 'pass',
  udpsend: '127.0.0.1:9:x',
  verify: 'helo',
};

function allCases(): readonly Case[] {
  const clauses = [...ACL_CLAUSES.values()].map(({ name, only }) => ({
    word: name,
    line: `${name} = ${ARGUMENTS[name] ?? 'x'}`,
    only,
  }));
  const controls = [...ACL_CONTROLS.values()].map(({ name, only }) => ({
    word: name,
    line: `control = ${name}`,
    only,
  }));
  return [...clauses, ...controls]
    .filter(({ word }) => !LEFT_OUT.test(word))
    .flatMap(({ only, ...rest }) =>
      PHASES.map((phase) => ({ ...rest, phase, refused: only !== undefined && !only.includes(phase) })),
    );
}

async function refusedByExim({ line, phase }: Case, folder: string, spool: string): Promise<boolean> {
  const others = ['connect', 'helo', 'mail', 'rcpt', 'predata', 'data', 'auth'].filter((one) => one !== phase);
  const file = join(folder, 'phase.conf');
  writeFileSync(
    file,
    `keep_environment =
primary_hostname = h.example
log_file_path = ${spool}/%slog
spool_directory = ${spool}
${others.map((one) => `acl_smtp_${one} = ok`).join('\n')}
${ACL_PHASES[phase].option} = one
begin acl
ok:
  accept
one:
  warn ${line}
  accept
begin authenticators
PLAIN:
  driver = plaintext
  server_prompts = :
  server_condition = yes
`,
  );
  chmodSync(file, 0o644);
  const { stdout, stderr } = await run(programs.exim, ['-C', file, '-bh', '192.0.2.1'], { input: DIALOGUE });
  return /cannot (test|use) /.test(stdout + stderr);
}

const DIALOGUE = [
  ...['EHLO a.example', 'VRFY a@b.example', 'EXPN a@b.example', 'ETRN b.example', 'AUTH PLAIN xx'],
  ...['MAIL FROM:<a@b.example> AUTH=c@d.example', 'RCPT TO:<a@b.example>', 'DATA'],
  ...['From: a@b.example', '', 'x', '.', 'QUIT', ''],
].join('\r\n');
