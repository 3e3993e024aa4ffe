import { describe, expect, it } from 'vitest';
import { parseDuration, parseWatchConfig, splitWords } from '../../../../src/core/stapling/index.ts';

const FILE = '/etc/mxray/proofs.conf';

function problems(text: string): string {
  const parsed = parseWatchConfig(text, FILE);
  return parsed.ok ? '' : parsed.error.message;
}

describe('the file that says what to watch', () => {
  it('has a section for each certificate, lines before it hold for all, names are relative to it', () => {
    const text = `
# all of them
hook = "/opt/my hooks/reload" 'a b' c\\ d
alarm = 1d12h
margin = 20

[/etc/ssl/mx.pem]
out = mx.ocsp
issuer = ../ssl/issuer.pem
url = http://a.test/ https://b.test/
; another comment
no-url = error
remove-revoked = yes
[imap.pem]
format = pem
method = post
digest = sha256
nonce = true
margin = 5
chain = a.pem b.pem
`;
    const common = { hook: ['/opt/my hooks/reload', 'a b', 'c d'], alarmMs: 36 * 3_600_000 };
    const parsed = parseWatchConfig(text, FILE);
    expect(parsed.ok && parsed.value).toEqual([
      {
        ...common,
        cert: '/etc/ssl/mx.pem',
        out: '/etc/mxray/mx.ocsp',
        issuer: '/etc/ssl/issuer.pem',
        url: ['http://a.test/', 'https://b.test/'],
        margin: 20,
        noUrl: 'error',
        removeRevoked: true,
      },
      {
        ...common,
        cert: '/etc/mxray/imap.pem',
        out: '/etc/mxray/imap.pem.ocsp',
        format: 'pem',
        method: 'post',
        digest: 'sha256',
        nonce: true,
        margin: 5,
        chain: ['/etc/mxray/a.pem', '/etc/mxray/b.pem'],
      },
    ]);
  });
  it.each([
    ['[a.pem]\nurl = ftp://x/', 'line 2: "ftp://x/" is no URL'],
    ['[a.pem]\nulr = http://x/', 'line 2: there is no setting "ulr": they are out, issuer'],
    ['\n\n[a.pem]\nmargin = 100', 'line 4: "margin" is a percentage'],
    ['[a.pem]\nalarm = soon', 'line 2: "alarm" is a time'],
    ['[a.pem]\nhook = "half', 'line 2: a " is not closed'],
    ['[a.pem]\nformat = p12', 'line 2: "format" is one of der, pem'],
    ['[a.pem]\nnonce = perhaps', 'line 2: "nonce" is one of yes, no'],
    ['[a.pem]\nout =', 'line 2: "out" has no value'],
    ['[a.pem]\nnonsense', 'line 2: "nonsense" is neither'],
    ['[]', 'line 1: the brackets are empty'],
    ['out = x', 'there is no [CERTIFICATE FILE] in it'],
    ['', 'there is no [CERTIFICATE FILE] in it'],
    ['[a.pem]\nout = x\n[b.pem]\nout = x', 'line 3: its proof goes into /etc/mxray/x, as that of line 1'],
    ['[a.pem]\nconstructor = x', 'line 2: there is no setting "constructor"'],
  ])('%j: %s', (text, says) => {
    expect(problems(text)).toContain(`${FILE}`);
    expect(problems(text)).toContain(says);
  });
  it('tells every problem at once', () => {
    expect(problems('[a.pem]\nx = 1\ny = 2').split('\n').length).toBe(2);
  });
});

describe('words of a command', () => {
  it.each([
    ['a b  c', ['a', 'b', 'c']],
    [`a "b c" 'd "e'`, ['a', 'b c', 'd "e']],
    [`a\\ b "c\\"d" 'e\\f'`, ['a b', 'c"d', 'e\\f']],
    [`""`, ['']],
    ['$(id) ; rm *', ['$(id)', ';', 'rm', '*']],
  ])('%s', (text, words) => expect(splitWords(text)).toEqual({ ok: true, value: words }));
  it.each(['', '  ', '"a', "a'", 'a\\'])('%j is none', (text) => expect(splitWords(text).ok).toBe(false));
});

describe('spans of time', () => {
  it.each([
    ['90s', 90_000],
    ['90m', 5_400_000],
    ['1d12h', 129_600_000],
    ['2w', 1_209_600_000],
    ['', undefined],
    ['12', undefined],
    ['-1h', undefined],
    ['1.5h', undefined],
  ])('%j', (text, ms) => expect(parseDuration(text)).toBe(ms));
});
