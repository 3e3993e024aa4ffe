/** ACLs of any octets: read, or refused with words; and those that can be read end in a verdict, whatever stands in them. */
import { runAcl } from '../../src/mta/acl/index.ts';
import { readAclText } from '../../src/mta/config/index.ts';
import { clean } from '../../src/mta/expand/index.ts';
import { tableServices } from '../support/acl/services.ts';
import { testConfiguration, testWorld } from '../support/acl/world.ts';

const CONFIGURATION = testConfiguration(
  'domainlist ours = example.com\nbegin acl\nsub:\n  accept acl = sub\nno:\n  deny\n',
);
const SETTINGS = new Map([
  ...[['sender', 'u@x.org'] as const, ['rcpt', 'a@example.com'] as const, ['rcpts', 'a@example.com'] as const],
  ...[['dns', 'yes'] as const, ['content', 'yes'] as const, ['part', 'yes'] as const, ['verify', 'fail'] as const],
]);
const SITES = ['rcpt', 'data', 'mime', 'connect', 'quit', 'unknown'] as const;
const OUTCOMES = new Set(['accept', 'deny', 'defer', 'discard', 'drop', 'error']);

const SEEDS = [
  'accept domains = +ours : *.example : ^a(.)c\n  endpass\n  message = 550 5.1.1 no $local_part $1',
  'warn set acl_m_x = ${lc:$sender_address}\n  add_header = :at_start:X-A: $acl_m_x\\n b\n  logwrite = :main,reject: x',
  'deny ratelimit = 1k / 1h / per_rcpt / unique=$local_part / strict / key\n  log_message = $sender_rate',
  'require verify = recipient/callout=10s,defer_ok,maxwait=1m/no_details\n  control = submission/domain=/name=a/b',
  'defer dnslists = +defer_unknown : a.example,black.example!==127.0.0.2/<;x;y\n  delay = 5s',
  'drop !acl = sub "a b" ${uc:c}\naccept seen = -5m / key=x / refresh=1d / write\ndiscard regex = a(b : c',
  'accept condition = ${acl{no}{a}} \\\n  # a comment\n  \\\n  continue = ${if eq{a}{b}{c}fail}\nname:\n deny',
];

export const target = {
  name: 'acl',
  seeds: SEEDS.map((text) => Uint8Array.from(Buffer.from(text))),
  async run(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('latin1');
    const read = readAclText(text, 'fuzz');
    if (!read.ok && read.error === '') throw new Error('refused without a word');
    for (const site of SITES) {
      const { world } = testWorld(CONFIGURATION, site, SETTINGS, tableServices);
      const verdict = await runAcl(world, clean(quoted(text)));
      if (!OUTCOMES.has(verdict.outcome)) throw new Error(`${site}: no outcome`);
    }
  },
};

/** Taken as it is. */
const quoted = (text: string): string => `\\N${text.replaceAll('\\N', '').replaceAll('\0', '')}\\N`;
