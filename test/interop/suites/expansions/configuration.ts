/** The configuration that both sides have. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEXT = `primary_hostname = mail.example.com
qualify_domain = example.com
keep_environment = EXPANSIONS_*
domainlist local_domains = example.com : example.net
hostlist relay = 127.0.0.1 : 10.0.0.0/8
`;

/** Exim wants its configuration to be root's, and nobody else's to write. */
export function writeConfiguration(folder: string): string {
  const file = join(folder, 'exim.conf');
  writeFileSync(file, TEXT, { mode: 0o644 });
  return file;
}
