/** What a line of the main log says behind its flag, with what eximstats makes of it where that is missing. */

/** Stands for a host where none is named. */
export const LOCAL = 'local';

export const firstWord = (rest: string): string => /^\S*/.exec(rest)![0];

/** Of the address the line is about, in lower case; `<>` and `blackhole` for themselves. */
export const domainOf = (rest: string): string =>
  /^(?:<>|blackhole)/.exec(rest)?.[0] ?? (/^\S*?@(\S+)/.exec(rest)?.[1] ?? '').toLowerCase();

/** H= as a name and an address in brackets; the address also where there is no H=. */
export function hostOf(rest: string): { readonly host: string; readonly ip: string } {
  const ip =
    /\bH=(?:|.*? )(\[[^\]]+\])/.exec(rest)?.[1] ??
    /(?:Connection from |SMTP call from .*?)(\[\S+\])/.exec(rest)?.[1] ??
    LOCAL;
  return { host: /\bH=(\S+)/.exec(rest)?.[1] ?? LOCAL, ip };
}

/** Of a delivery on this host: what it went to; files and pipes with the address they stand for. */
export function localUser(rest: string): string {
  const user = /\s</.test(rest) ? rest.split(' <', 1)[0]! : firstWord(rest);
  if (!/^[/|]/.test(user)) return user;
  const parent = / (<.+?>) /.exec(rest)?.[1];
  return parent === undefined ? user : `${user} ${parent}`;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The six digits an id begins with are the seconds when it was made. */
export const idSeconds = (id: string): number =>
  [...id.slice(0, 6)].reduce((sum, digit) => sum * 62 + DIGITS.indexOf(digit), 0);
