/** What a server did, in a form that two can be compared in: no times, numbers of ports and processes, or ids. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Replacement, Steady } from '../../framework/steady.ts';

export const steady = (own: readonly Replacement[]): Steady => new Steady([...own, ...USUAL]);

/** Signatures by their tags, in one order and without folds, those in lower case that may be. */
export const withTags = (text: string): string =>
  text.replace(/^DKIM-Signature:.*\n(?:[ \t].*(?:\n|$))*/gm, (field) => {
    const tags = field
      .slice(field.indexOf(':') + 1)
      .replace(/\s/g, '')
      .split(';')
      .filter((tag) => tag !== '' && tag !== 'q=dns/txt')
      .map((tag) => (tag.startsWith('h=') ? tag.toLowerCase() : tag.replace(/^(b|t|x)=.*/, '$1=…')));
    return `DKIM-Signature: ${tags.toSorted().join('; ')}\n`;
  });

const USUAL: readonly Replacement[] = [
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? /gm, ''],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME'],
  [/\d\d-\w\w\w-\d{4} \d\d:\d\d:\d\d/g, 'TIME'],
  [/\b(QT|DT|RT|D)=[\d.smhd]+/g, '$1=t'],
  [/(\[(?:NET\.|127\.0\.0\.|NET6:)\d+\]):\d{4,5}\b/g, '$1:PORT'],
  [/\(port=\d+ /g, '(port=PORT '],
  [/\bExim 4\.\d+\b/gi, 'Exim V'],
  [/SRS0=[\da-f]{4}=\w\w=/gi, 'SRS0=HASH=DAY='],
  [/\d+-eximdsn-\d+/g, 'BOUNDARY'],
  [/\w{3}, +\d\d? \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, 'DATE'],
  [/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}/g, 'DATE'],
  [/^\d{10} (\d+)$/gm, 'SECONDS $1'],
  [/^(-received_time_usec) \.\d+$/gm, '$1 .n'],
  [/^(-received_time_complete) \d+\.\d+$/gm, '$1 n'],
  [/^(-frozen|-deliver_firsttime) \d+$/gm, '$1 n'],
  [/pid=\d+/g, 'pid=n'],
  [/\b(X=TLS1\.\d):[\w-]+:/g, '$1:CIPHER:'], // two libraries, two notations
  [/(\(TLS1\.\d\) tls) TLS_\w+/g, '$1 CIPHER'],
  [/( X=TLS1.* )S=\d+/g, '$1S=n'], // the cipher's name is in it
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
  [/^(?:EHLO|LHLO) .*(?:\n|$)|^(?:QUIT|RSET|STARTTLS|AUTH .*|[\w+/]{40,}=*)(?:\n|$)/gm, ''], // of connections that are kept, or not
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
