/** What a server did with a message, in a form that two can be compared in: no times, numbers of ports or ids. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Replacement, Steady } from '../../framework/steady.ts';

export const steady = (own: readonly Replacement[]): Steady => new Steady([...own, ...USUAL]);

const USUAL: readonly Replacement[] = [
  [/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ?/gm, ''],
  [/\b(QT|DT|RT|D)=[\d.smhd]+/g, '$1=t'],
  [/(\[127\.0\.0\.\d+\]):\d{5}\b/g, '$1:PORT'],
  [/\b127\.0\.0\.2[12]\b/g, '127.0.0.2x'], // one of two, at random
  [/\(port=\d+ /g, '(port=PORT '],
  [/\bExim 4\.\d+\b/g, 'Exim V'],
  [/\d+-eximdsn-\d+/g, 'BOUNDARY'],
  [/\w{3}, \d\d? \w{3} \d{4} \d\d:\d\d:\d\d \+0000/g, 'DATE'],
  [/\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}/g, 'DATE'],
  [/pid=\d+/g, 'pid=n'],
  [/(data block) \(\d+ bytes/g, '$1 (n bytes'], // as much as the system keeps
  [/ -> /g, ' => '], // who of several at a host is the first depends on the order
  [/(\.lock\.mx\.example\.org)\.\w+\.\w+/g, '$1.N'],
  [/\b([\w-]{16}|ID\d+)-\w{6}(?=\.(?:env|msg)\b)/g, '$1-N'], // of mailstore
  [/\btemp\.[\d-]+\.mx/g, 'temp.N.mx'],
  [/\btmp\/\d+\.M\d+P\d+\.mx/g, 'tmp/N.mx'], // of a maildir
  [/\bq\w{6}-\d+$/gm, 'q-N'], // as files are named that have no name
  [/\b[0-9a-f]{8}0{8}\b/g, 'UID'], // of MBX
  [/ ?\d?\d-\w{3}-\d{4} \d\d:\d\d:\d\d \+0000/g, 'DATE'],
  [/(<= <> .*) S=\d+/g, '$1 S=n'],
  [/(Received from <> .*) S=\d+/g, '$1 S=n'],
  [/( [FP]=<> .*) S=\d+/g, '$1 S=n'],
  [/(MAIL FROM:<>) SIZE=\d+/g, '$1 SIZE=n'], // Exim counts lines of what it has made itself otherwise
];

/** Lines about messages; those about connections are the reception's, and not looked at here. */
export const linesAbout = (log: string): readonly string[] =>
  log
    .split('\n')
    .filter((line) => /^\S+ \S+ [0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2} /.test(line) && !NOISE.test(line));

/** An Exim with a configuration of its own says so each time. */
const NOISE = /lost privilege for using -C|re-exec/;

/** All files of a folder by their names, taken away. */
export function takeFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const walk = (path: string, shown: string): void => {
    for (const name of readdirSync(path).sort()) {
      const whole = join(path, name);
      if (statSync(whole).isDirectory()) walk(whole, `${shown}${name}/`);
      else {
        found.push(`${shown}${/^\d{10}\./.test(name) ? 'MAIL' : name}\n${readFileSync(whole, 'latin1')}`);
        rmSync(whole);
      }
    }
  };
  walk(folder, '');
  return found;
}
