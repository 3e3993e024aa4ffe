/** The configuration that both sides have. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEXT = `primary_hostname = mail.example.com
qualify_domain = example.com
keep_environment = EXPANSIONS_*
domainlist local_domains = example.com : example.net
domainlist empty =
hostlist relay = 127.0.0.1 : 10.0.0.0/8

begin acl

says:
  accept message = ($acl_narg) [$acl_arg1] [$acl_arg2]

silent:
  accept

refuses:
  deny message = ($acl_narg) [$acl_arg1] [$acl_arg2]

waits:
  defer

ends:
  drop message = gone

calls:
  require acl = silent a b c
  require acl = refuses "new first" $acl_arg1

keeps:
  accept set acl_m_kept = <$acl_arg1>
`;

/** Exim wants its configuration to be root's, and nobody else's to write. */
export function writeConfiguration(folder: string): string {
  const file = join(folder, 'exim.conf');
  writeFileSync(file, TEXT, { mode: 0o644 });
  return file;
}
