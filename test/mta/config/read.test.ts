import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type Configuration,
  type ConfigurationError,
  type ConfigurationFiles,
  checkConfiguration,
  readConfiguration,
} from '../../../src/mta/config/index.ts';
import { SAMPLES } from './samples.ts';

const folder = fileURLToPath(new URL('configurations/', import.meta.url));

const read = (text: string, files: Readonly<Record<string, string>> = {}, macros = {}) =>
  readConfiguration({ text, name: '/etc/main' }, { files: filesOf(files), macros });

const filesOf = (files: Readonly<Record<string, string>>): ConfigurationFiles => ({
  read: (path) =>
    path in files ? { ok: true, value: files[path]! } : { ok: false, error: 'no such file or directory' },
  exists: (path) => path in files,
});

function good(text: string, files = {}, macros = {}): Configuration {
  const result = read(text, files, macros);
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join('\n'));
  return result.value;
}

/** Errors of reading, and of looking at what was read. */
function problems(text: string, files = {}): readonly ConfigurationError[] {
  const result = read(text, files);
  return result.ok ? [...result.value.warnings, ...checkConfiguration(result.value)] : result.error;
}

const said = (text: string, files = {}): readonly string[] =>
  problems(text, files).map(({ place, message }) => `${place.line}: ${message}`);

const value = (configuration: Configuration, name: string) => configuration.main.get(name)?.value;

describe('what Exim 4.96 says of small configurations', () => {
  it.each(SAMPLES.map((sample) => [JSON.stringify(sample.text.slice(0, 60)), sample] as const))(
    '%s',
    (_name, sample) => {
      const first = problems(sample.text).find(({ severity }) => severity === 'error');
      expect(first !== undefined).toBe(sample.refusedAt !== undefined);
      if (sample.refusedAt === undefined || sample.refusedAt === 0) return;
      expect(first!.place.line).toBeLessThanOrEqual(sample.refusedAt);
      expect(first!.place.lastLine).toBe(sample.refusedAt);
    },
  );
});

describe('whole configurations', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.conf'));
  it.each(names)('%s is read without an error', (name) => {
    const result = readConfiguration({ file: `${folder}${name}` });
    expect(result.ok ? [] : result.error).toEqual([]);
  });
  it.each(names)('%s: nothing else is wrong with it', (name) => {
    const result = readConfiguration({ file: `${folder}${name}` });
    expect(result.ok ? checkConfiguration(result.value).map(({ message }) => message) : ['unread']).toEqual([]);
  });
});

describe('macros', () => {
  it('are put in one after the other, in the order of definition', () => {
    expect(value(good('AA = cc\nBB = AA\nqualify_domain = BB\n'), 'qualify_domain')).toBe('cc');
    expect(value(good('BB = AA\nAA = cc\nqualify_domain = BB\n'), 'qualify_domain')).toBe('cc');
    expect(value(good('A = xAx\nqualify_domain = A\n'), 'qualify_domain')).toBe('xAx');
  });
  it('keep what the command line says', () => {
    expect(value(good('SITE = b\nqualify_domain = SITE\n', {}, { SITE: 'a' }), 'qualify_domain')).toBe('a');
  });
  it('that are built in are found only where the first word could be one of them', () => {
    expect(said('.ifdef FOO _HAVE_TLS\nzz = 1\n.endif\n')).toEqual([]);
    expect(said('.ifdef _HAVE_TLS\nzz = 1\n.endif\n')).toEqual(['2: main option "zz" unknown']);
  });
  it('come to an end when they multiply', () => {
    const lines = Array.from({ length: 40 }, (_, n) => `M${n}Z = ${n === 0 ? 'xxxxxxxx' : `M${n - 1}Z M${n - 1}Z`}`);
    expect(said(`${lines.reverse().join('\n')}\nqualify_domain = M39Z\n`).join()).toMatch(
      /macros make more of the line than 1048576 octets/,
    );
  });
  it('stand for every option and driver there is', () => {
    for (const name of [
      '_OPT_MAIN_TLS_CERTIFICATE',
      '_OPT_ROUTERS_DOMAINS',
      '_OPT_TRANSPORT_SMTP_HOSTS',
      '_LOG_SUBJECT',
    ])
      expect(said(`.ifndef ${name}\nzz = 1\n.endif\n`)).toEqual([]);
  });
});

describe('files that are included', () => {
  it('stand where they are included, with lines of their own', () => {
    const files = { '/etc/one': 'qualify_domain = x\nzz = 1\n' };
    const [error] = problems('\n.include one\nyy = 1\n', files);
    expect(error?.place).toEqual({ file: '/etc/one', line: 2, lastLine: 2 });
    expect(problems('\n.include one\nyy = 1\n', files)[1]?.place).toEqual({ file: '/etc/main', line: 3, lastLine: 3 });
  });
  it('may stand inside a continued line', () => {
    expect(value(good('qualify_domain = a\\\n.include "/etc/one"\n', { '/etc/one': 'b' }), 'qualify_domain')).toBe(
      'ab',
    );
  });
  it('may be missing where that is said', () => {
    expect(said('.include_if_exists /etc/two\n')).toEqual([]);
    expect(said('.include /etc/two\n')[0]).toMatch(/^1: failed to open included configuration file \/etc\/two/);
  });
  it('that include themselves come to an end', () => {
    expect(said('.include /etc/main\n', { '/etc/main': '.include main\n' }).at(-1)).toMatch(/more than 32 files/);
  });
});

describe('values', () => {
  it.each([
    ['smtp_accept_max = 0x10', 'smtp_accept_max', 16],
    ['smtp_accept_max = 010', 'smtp_accept_max', 8],
    ['smtp_accept_max = 2K', 'smtp_accept_max', 2048],
    ['check_spool_space = 3', 'check_spool_space', 3072],
    ['queue_only_load = 4.25', 'queue_only_load', 4250],
    ['auto_thaw = 1h1d', 'auto_thaw', 90_000],
    ['delay_warning = 1h : 2h', 'delay_warning', [3600, 7200]],
    ['no_message_logs', 'message_logs', false],
    ['not_message_logs', 'message_logs', false],
    ['split_spool_directory', 'split_spool_directory', true],
    ['split_spool_directory = YES', 'split_spool_directory', true],
    ['qualify_domain = "a\\x41\\101\\n\\q"', 'qualify_domain', 'aAA\nq'],
    ['qualify_domain = a # b', 'qualify_domain', 'a # b'],
    ['hide qualify_domain = a \\\n  b\\\n# no\n  c', 'qualify_domain', 'a bc'],
  ])('%s', (line, name, expected) => {
    expect(value(good(`${line}\n`), name)).toEqual(expected);
  });
});

describe('mistakes', () => {
  it('are told all at once, with the nearest name', () => {
    const found = problems(
      'qualify_domian = x\nauto_thaw = 1x\nbegin acl\na:\n  acept\n  deny hostz = b\nbegin retries\n',
    );
    expect(found.map(({ place }) => place.line)).toEqual([1, 2, 5, 6, 7]);
    expect(found[0]!.hint).toBe('did you mean "qualify_domain"?');
    expect(found[3]!.hint).toBe('did you mean "hosts"?');
  });
  it('name what an option of our own may be', () => {
    expect(said('message_id_format = long\n')).toEqual([]);
    expect(said('message_id_format = longer\n')).toEqual(['1: message_id_format is short or long, not "longer"']);
  });

  it('in strings that are expanded have an offset', () => {
    const [error] = problems('acl_smtp_rcpt = a${lc:$nosuch}b\n');
    expect(error).toMatchObject({ code: 'expansion', excerpt: { text: 'a${lc:$nosuch}b' } });
    expect(error!.message).toMatch(/unknown variable/);
  });
  it.each([
    [
      'conditions that are not for their ACL',
      'acl_smtp_mail = m\nbegin acl\nm:\n  deny domains = a\n',
      /^4: ACL m: cannot test domains condition in MAIL ACL$/,
    ],
    [
      'also in an ACL it calls',
      'acl_smtp_mail = m\nbegin acl\nm:\n  deny acl = n\nn:\n  deny recipients = a\n',
      /^6: ACL n: cannot test recipients/,
    ],
    [
      'controls that are not there',
      'begin acl\nm:\n  accept control = frieze\n',
      /^3: ACL m: unknown control "frieze"$/,
    ],
    [
      'controls that are not for their ACL',
      'acl_smtp_data = m\nbegin acl\nm:\n  accept control = submission\n',
      /cannot use control=submission in DATA ACL/,
    ],
    ['lists that are not there', 'hold_domains = a : !+nosuch\n', /^1: unknown named domain list "\+nosuch"$/],
    ['ACLs that are not there', 'acl_smtp_rcpt = nosuch\n', /^1: there is no ACL called "nosuch"$/],
    [
      'transports that are not there',
      'begin routers\nr:\n driver = accept\n transport = t\n',
      /there is no transport called "t"/,
    ],
    ['words of log_selector', 'log_selector = +subject -nosuch\n', /unknown log_selector setting: -nosuch/],
  ])('%s', (_what, text, expected) => {
    expect(said(text)).toEqual([expect.stringMatching(expected)]);
  });
  it('of older names are warnings', () => {
    expect(problems('daemon_smtp_port = 25\n')).toMatchObject([{ severity: 'warning', code: 'deprecated' }]);
  });
});

describe('sections', () => {
  const text =
    'begin acl\nc:\n  warn !hosts = a\n       set acl_m_x = $sender_host_address\n  accept\n' +
    'begin retry\n"a b" rcpt_4xx senders=x F,2h,15m; G,16h,1h,1.5\nbegin rewrite\n*@a "b c" Ffr\n';
  it('keep ACLs as verbs with conditions and modifiers', () => {
    const [warn, accept] = good(text).acls.get('c')!.statements;
    expect(warn!.clauses).toMatchObject([
      { name: 'hosts', negated: true, argument: 'a' },
      { name: 'set', variable: 'acl_m_x', argument: '$sender_host_address' },
    ]);
    expect(accept).toMatchObject({ verb: 'accept', clauses: [], place: { line: 5 } });
  });
  it('keep retry and rewriting rules as rows', () => {
    const { retry, rewrite } = good(text);
    expect(retry).toMatchObject([{ pattern: 'a b', error: 'rcpt_4xx', senders: 'x' }]);
    expect(retry[0]!.steps).toEqual([
      { letter: 'F', untilSeconds: 7200, intervalSeconds: 900 },
      { letter: 'G', untilSeconds: 57_600, intervalSeconds: 3600, factor: 1.5 },
    ]);
    expect(rewrite).toMatchObject([{ pattern: '*@a', replacement: 'b c', flags: 'Ffr' }]);
  });
});
