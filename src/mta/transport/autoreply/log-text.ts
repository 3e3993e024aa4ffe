/** What the log of an autoreply says (Exim spec ch. 27, "log"). */
import { type ExpansionHost, expandOption, isFailure } from '../../expand/index.ts';
import type { Fields } from './fields.ts';

const MAX_TO = 200;

export async function repeatedText({ to = '' }: Fields, host: ExpansionHost): Promise<string> {
  return `${await stamp(host)}\n  previously sent to ${to.slice(0, MAX_TO)}\n`;
}

export async function sentText({ from, to, cc, bcc, subject, headers }: Fields, host: ExpansionHost): Promise<string> {
  const line = (name: string, value: string | undefined): string =>
    value === undefined ? '' : `  ${name}: ${value}\n`;
  const all = [line('From', from), line('To', to), line('Cc', cc), line('Bcc', bcc), line('Subject', subject)];
  return `${await stamp(host)}\n${all.join('')}${headers === undefined ? '' : `  ${headers}\n`}`;
}

async function stamp(host: ExpansionHost): Promise<string> {
  const now = await expandOption('$tod_log', host);
  return isFailure(now) ? '' : now.text;
}
