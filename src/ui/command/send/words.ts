/** Words of swaks' command line in ours: other spellings, header fields as options, options with or without a value. */

const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['--helo', '--ehlo'],
  ['--lhlo', '--ehlo'],
  ['--quit', '--quit-after'],
  ['-tls', '--tls'],
  ['-tlso', '--tls-optional'],
  ['-tlsos', '--tls-optional-strict'],
  ['-tlsc', '--tls-on-connect'],
  ['-a', '--auth'],
  ['-au', '--auth-user'],
  ['-ap', '--auth-password'],
  ['-d', '--data'],
  ['-ah', '--add-header'],
  ['-li', '--local-interface'],
  ['--da', '--drop-after'],
  ['--das', '--drop-after-send'],
]);

/** Without a value: any. */
const WITH_OR_WITHOUT: ReadonlySet<string> = new Set(['--auth', '--auth-optional', '--auth-optional-strict']);

export const ANY = 'any';

export function respellSwaks(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const [option, value] = cut(words[i]!);
    const known = SPELLINGS.get(option) ?? option;
    const field = /^--h-([^\s:=]+):?$/i.exec(known)?.[1];
    const next = words[i + 1];
    if (field !== undefined) {
      out.push(`--header=${field}: ${value ?? next ?? ''}`);
      if (value === undefined) i += 1;
    } else if (WITH_OR_WITHOUT.has(known) && value === undefined && (next === undefined || next.startsWith('-')))
      out.push(`${known}=${ANY}`);
    else out.push(value === undefined ? known : `${known}=${value}`);
  }
  return out;
}

/** `--from=a@b` in two; whatever is no option of two dashes is left whole. */
function cut(word: string): readonly [option: string, value?: string] {
  const equals = word.indexOf('=');
  return word.startsWith('--') && equals > 0 ? [word.slice(0, equals), word.slice(equals + 1)] : [word];
}
