/** Any octets are expanded or refused, in words and within a bound: nested deeply, with patterns that would never end. */
import { expand, isFailure, type Outcome, parseExpansion } from '../../src/mta/expand/index.ts';
import { octets } from '../support/dkim.ts';
import { expansionHost } from '../support/expand/host.ts';

const host = expansionHost({ local_part: 'ann', domain: 'a.example' });

/** What a single string may take, with room for a loaded machine. */
const LIMIT_MS = 5_000;

const nested = (inner: string, depth: number): string => `${inner.repeat(depth)}x${'}'.repeat(depth)}`;

export const target = {
  name: 'expansion',
  seeds: [
    octets('${if and{{eq{$local_part}{ann}}{!match{$domain}{\\N^(.*)\\.example$\\N}}}{${lc:$1}}{${uc:no}}}'),
    octets('${map{<;a;b}{${extract{2}{:}{x:$item}{<$value>}{none}}}} ${reduce{1:2}{0}{${eval:$value+$item}}}'),
    octets('${sort{3:1:2}{<}{$item}}${sg{abc}{b}{\\$0}}${tr{abc}{ab}{x}}${substr{1}{2}{abc}}${length_2:abc}'),
    octets('${extract json{a}{\\{"a":[1,2]\\}}}${address:"a" <b@c> (d)}${rfc2047d:=?utf-8?q?a?=}${imapfolder{a/b}}'),
    octets('${prvs{a@b}{c}}${srs_encode{a}{b@c}{d}}${hex2b64:616}${base32:99}${time_eval:1d}${mask:1.2.3.4/8}'),
    octets('$h_subject: ${certextract{subject}{$tls_in_peercert}}${if crypteq{a}{$1$b$c}{y}fail}\\x41\\101\\'),
    octets(nested('${lc:', 10_000)),
    octets(nested('${if eq{a}{', 10_000)),
    octets(`\${if match{${'a'.repeat(40)}!}{^(a+)+$}{y}{n}}`),
    octets(`\${sg{${'a'.repeat(40)}!}{(a|aa)+$}{x}}`),
  ],
  run(bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString('latin1');
    const started = performance.now();
    const outcome = expand(parseExpansion(text), host);
    const tookMs = performance.now() - started;
    if (tookMs > LIMIT_MS) throw new Error(`it took ${Math.round(tookMs)} ms`);
    if (!(outcome instanceof Promise)) judge(outcome);
  },
};

function judge(outcome: Outcome): void {
  if (isFailure(outcome)) return;
  if (/[^\x00-\xff]/.test(outcome.text)) throw new Error('a character that is no octet');
  if (outcome.text.includes('\0')) throw new Error('a zero octet in a result');
}
