/** What a server did, in a form that two can be compared in: no times, numbers of ports and processes, or ids. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Replacement, Steady } from '../../framework/steady.ts';

export const steady = (own: readonly Replacement[]): Steady => new Steady([...own, ...USUAL]);

const USUAL: readonly Replacement[] = [
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? /gm, ''],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME'],
  [/\d\d-\w\w\w-\d{4} \d\d:\d\d:\d\d/g, 'TIME'],
  [/\b(QT|DT|RT|D)=[\d.smhd]+/g, '$1=t'],
  [/(\[(?:NET|127\.0\.0)\.\d+\]):\d{4,5}\b/g, '$1:PORT'],
  [/\(port=\d+ /g, '(port=PORT '],
  [/\bExim 4\.\d+\b/g, 'Exim V'],
  [/\d+-eximdsn-\d+/g, 'BOUNDARY'],
  [/\w{3}, +\d\d? \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'DATE'],
  [/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}/g, 'DATE'],
  [/pid=\d+/g, 'pid=n'],
  [/\b(X=TLS1\.\d):[\w-]+:/g, '$1:CIPHER:'], // two libraries, two notations
  [/(cipher) [\w:.-]+/g, '$1 CIPHER'],
  [/ -> /g, ' => '], // who of several at a host is the first depends on the order
  [/(<= <> .*) S=\d+/g, '$1 S=n'],
  [/(MAIL FROM:<[^>]*>) SIZE=\d+/g, '$1 SIZE=n'],
  [/^( +\d+[mhd]) +[\d.K]+ /gm, '$1 SIZE '],
  [/ +$/gm, ''],
  [/(T=vacation_reply) S=\d+/g, '$1 S=n'], // Exim's is that of the delivery before
  [/M\d+P\d+\.mx/g, 'MP.mx'],
  [/\b\d{10}\.MP/g, 'MP'],
  [/ -C FOLDER\/exim.conf/g, ''],
  [/(H=\S+ \[[\w.]+\](?::\d+)?)\*/g, '$1'], // a connection that was kept
  [/^BDAT \d+/gm, 'BDAT n'],
  [/^(?:EHLO|LHLO) .*(?:\n|$)|^(?:QUIT|STARTTLS|AUTH .*|[\w+/]{40,}=*)(?:\n|$)/gm, ''], // of connections that are kept, or not
  [/^ 0m/gm, ' 0m'],
  [/^\[\d+\] /gm, '[n] '],
];

/** All files of a folder by their names, owners and modes, taken away. */
export function takeFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const walk = (path: string, shown: string): void => {
    for (const name of readdirSync(path).sort()) {
      const whole = join(path, name);
      const { mode, uid, gid } = statSync(whole);
      const owner = `${(mode & 0o7777).toString(8)} ${uid}:${gid}`;
      if (statSync(whole).isDirectory()) {
        found.push(`${shown}${name}/ ${owner}`);
        walk(whole, `${shown}${name}/`);
      } else {
        found.push(`${shown}${steadyName(name)} ${owner}\n${readFileSync(whole, 'latin1')}`);
        if (!name.startsWith('keep')) rmSync(whole);
      }
    }
  };
  walk(folder, '');
  return found;
}

/** Of a Maildir: what its name says beside the time and the process. */
const steadyName = (name: string): string => name.replace(/^\d{10}\.[\w.]+?(?=,|\.mx|:|$)/, 'MAIL');
