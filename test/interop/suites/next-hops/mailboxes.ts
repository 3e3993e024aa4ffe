/** What mailboxes hold: every file below a folder, found by what stands in it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { knownMessage } from '../../framework/known-message.ts';

/** Of all messages below it; half-written ones are left out. */
export function mailIn(folder: string): readonly Buffer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'tmp' ? [] : mailIn(path);
    return /^dovecot|^maildirsize/.test(name) ? [] : [readFileSync(path)];
  });
}

/** Those with the known message of that key, each as it is. */
export const copiesOf = (folder: string, key: string): readonly Buffer[] =>
  mailIn(folder).filter((mail) => mail.includes(`X-Known: ${key} `) && !isReport(mail));

export const reportsAbout = (folder: string, key: string): readonly string[] =>
  mailIn(folder)
    .filter((mail) => mail.includes(`X-Known: ${key} `) && isReport(mail))
    .map((mail) => mail.toString('latin1'));

const isReport = (mail: Buffer): boolean => mail.includes('multipart/report');

/** Octet for octet what was sent, behind what was put before it. A mailbox has the line ends of its system, or those of SMTP. */
export function isAsSent(mail: Buffer, key: string, octets: number): boolean {
  const sent = knownMessage(key, octets);
  const from = mail.indexOf('X-Known: ');
  const found = mail.subarray(from);
  return found.equals(sent) || found.equals(Buffer.from(sent.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'));
}
