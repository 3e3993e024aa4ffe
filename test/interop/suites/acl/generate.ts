/** ACLs made of what ACLs are made of, in any order: for what nobody thought of. */
import { randomNumbers } from '../../../fuzz/mutate.ts';
import { type Case, readCases } from '../../../support/acl/table.ts';

const VERBS = ['accept', 'deny', 'warn', 'require', 'defer', 'drop', 'discard'];
const PHASES = ['rcpt', 'rcpt', 'rcpt', 'mail', 'data', 'helo'];

const CLAUSES = [
  ...['domains = example.com', 'domains = *.org : !example.com', '!domains = +ours', 'domains = \\N^e(x)(.)\\N'],
  ...['local_parts = a : b', 'local_parts = \\N^(.)\\N', '!local_parts = a', 'recipients = \\N^(a)@(.*)\\N'],
  ...['senders = :', 'senders = *@x.org', '!senders = u@x.org', 'sender_domains = x.org'],
  ...['hosts = 192.0.2.0/24', 'hosts = !192.0.2.1 : *', 'hosts = :', 'encrypted = *', 'authenticated = *'],
  ...['condition = yes', 'condition = no', 'condition = ${if eq{$acl_m_x}{1}}', '!condition = ${if def:acl_m_x}'],
  ...['condition = maybe', 'condition = ${bad}', 'condition = ${acl{sub}{q}}', 'continue = ${acl{sub2}}'],
  ...['acl = sub', 'acl = sub 1 $1', '!acl = sub2 "x y"', 'acl = sub2', 'verify = certificate', '!verify = recipient'],
  ...['set acl_m_x = 1', 'set acl_m_x = $1$acl_m_x', 'add_header = X-H: $acl_m_x', 'logwrite = $headers_added'],
  ...['logwrite = $acl_m_x $1 $domain_data $local_part_data $acl_narg $acl_arg1 $acl_verify_message'],
  ...['message = m$acl_m_x $1 $acl_verify_message', 'message = 551 5.7.1 coded', 'message = 450 wrong'],
  ...['message = ${bad}', 'log_message = l$acl_m_x $acl_verify_message', 'log_message = ${bad}', 'control = freeze'],
  ...['control = caseful_local_part', 'logwrite = $local_part', 'log_reject_target = main', 'queue = q', 'delay = 0s'],
  'message = long text that goes on and on and on: until it has to be broken somewhere because it is more than a line',
];

export function generated(seed: number, count: number): readonly Case[] {
  const random = randomNumbers(seed);
  const pick = (of: readonly string[]): string => of[random(of.length)]!;
  const many = (count: number, make: () => string): string => Array.from({ length: count }, make).join('\n');
  const statement = (): string => `${pick(VERBS)} ${many(random(4), () => `  ${pick(CLAUSES)}`).trimStart()}`.trim();
  const blocks = Array.from({ length: count }, (_, index) => {
    const phase = pick(PHASES);
    const words = `${phase === 'helo' ? '' : ' sender=u@x.org'}${phase === 'rcpt' ? ' rcpt=A@example.com' : ''}`;
    const acl = (name: string, length: number): string => `${name}:\n${many(length, statement)}\n`;
    const acls = acl('start', 1 + random(4)) + acl('sub', 1 + random(2)) + acl('sub2', random(3));
    return `== generated ${index}\n@ ${phase}${words} helo=c.x\n${acls}=> ?\n`;
  });
  return readCases(`@ rcpt\n${blocks.join('')}`);
}
