/**
 * ocsp_fetch.pl's arithmetic, done anew from what `openssl ocsp` prints, as the script did: three lines of a good answer,
 * and the file dated at nextUpdate less a margin of what remains.
 */
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

export interface ScriptArgs {
  readonly cert: string;
  readonly issuer: string;
  readonly ca: string;
  readonly url: string;
  readonly marginPercent: number;
}

/** Milliseconds: the date that the script gives its file when it runs now. */
export async function scriptDate({ cert, issuer, ca, url, marginPercent }: ScriptArgs): Promise<number> {
  const said = await mustRun(programs.openssl, [
    'ocsp',
    '-issuer',
    issuer,
    '-cert',
    cert,
    '-CAfile',
    ca,
    '-url',
    url,
    '-no_nonce',
  ]);
  const next = /Next Update: (.+)$/m.exec(said)?.[1];
  if (!/: good$/m.test(said) || next === undefined) throw new Error(`no good answer with an end:\n${said}`);
  const [now, end] = [Date.now(), Date.parse(next)];
  return end - (end - now) * (marginPercent / 100);
}
