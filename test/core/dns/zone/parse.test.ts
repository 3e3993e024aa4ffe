import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../../src/base/index.ts';
import { formatZoneText, parseZoneText, type ZoneTextOptions } from '../../../../src/core/dns/index.ts';

function lines(text: string, options: ZoneTextOptions = {}): string[] {
  const zone = parseZoneText(text, options);
  return zone.ok ? formatZoneText(zone.value).trimEnd().split('\n') : [zone.error.message];
}

describe('parseZoneText', () => {
  it('reads the zone of RFC 1035 §5.3', () => {
    const text = `
@   IN  SOA     VENERA      Action\\.domains (
                                 20     ; SERIAL
                                 7200   ; REFRESH
                                 600    ; RETRY
                                 3600000; EXPIRE
                                 60)    ; MINIMUM

        NS      A.ISI.EDU.
        NS      VENERA
        NS      VAXA
        MX      10      VENERA
        MX      20      VAXA

A       A       26.3.0.103

VENERA  A       10.1.0.52
        A       128.9.0.32
`;
    expect(lines(text, { origin: 'isi.edu', ttlSeconds: 60 })).toEqual([
      'isi.edu. 60 IN SOA venera.isi.edu. action\\.domains.isi.edu. 20 7200 600 3600000 60',
      'isi.edu. 60 IN NS a.isi.edu.',
      'isi.edu. 60 IN NS venera.isi.edu.',
      'isi.edu. 60 IN NS vaxa.isi.edu.',
      'isi.edu. 60 IN MX 10 venera.isi.edu.',
      'isi.edu. 60 IN MX 20 vaxa.isi.edu.',
      'a.isi.edu. 60 IN A 26.3.0.103',
      'venera.isi.edu. 60 IN A 10.1.0.52',
      'venera.isi.edu. 60 IN A 128.9.0.32',
    ]);
  });

  it('follows $ORIGIN and $TTL, units included (RFC 1035 §5.1, RFC 2308 §4)', () => {
    expect(lines('$TTL 1h30m\n$ORIGIN example.\n$ORIGIN sub\nx A 192.0.2.1\ny 5 A 192.0.2.2')).toEqual([
      'x.sub.example. 5400 IN A 192.0.2.1',
      'y.sub.example. 5 IN A 192.0.2.2',
    ]);
  });

  it('takes TTL and class in either order, in any case', () => {
    expect(lines('a. 60 in a 192.0.2.1\nb. IN 1m A 192.0.2.1\nc. A 192.0.2.1\n')).toEqual([
      'a. 60 IN A 192.0.2.1',
      'b. 60 IN A 192.0.2.1',
      'c. 3600 IN A 192.0.2.1',
    ]);
  });

  it('reads unknown types and classes of RFC 3597 §5', () => {
    expect(lines('a. CLASS1 TYPE731 \\# 6 abcd (\nef 01 23 45 )\nb. TYPE1 \\# 4 c0000201')).toEqual([
      'a. 3600 IN TYPE731 \\# 6 abcdef012345',
      'b. 3600 IN A 192.0.2.1',
    ]);
  });

  it('reads the trust anchors people have in files (RFC 4034 §2.3, §5.3)', () => {
    const text = '. IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D ; root\n';
    expect(lines(text)[0]).toBe(
      '. 3600 IN DS 20326 8 2 e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d',
    );
  });

  it('keeps quotes, semicolons and escapes in strings', () => {
    expect(lines('a TXT "x;y" z\\;w "p\\"q" "" (\n "\\226\\130\\172")')).toEqual([
      'a. 3600 IN TXT "x;y" "z;w" "p\\"q" "" "\\226\\130\\172"',
    ]);
  });

  it('reads CRLF and a last line without an end', () => {
    expect(lines('a A 192.0.2.1\r\nb A 192.0.2.2')).toEqual(['a. 3600 IN A 192.0.2.1', 'b. 3600 IN A 192.0.2.2']);
  });

  it('includes what a given reader allows, and comes back to its own origin (RFC 1035 §5.1)', () => {
    const include = (path: string) =>
      path === 'sub' ? ok('x A 192.0.2.1\n$ORIGIN deep\ny A 192.0.2.2') : err('no such file');
    expect(lines('$INCLUDE sub in.example.\nz A 192.0.2.3', { origin: 'example', include })).toEqual([
      'x.in.example. 3600 IN A 192.0.2.1',
      'y.deep.in.example. 3600 IN A 192.0.2.2',
      'z.example. 3600 IN A 192.0.2.3',
    ]);
    expect(lines('\n$INCLUDE other', { include })).toEqual(['line 2: cannot include "other": no such file']);
  });

  it.each([
    ['\n\nexample. A 192.0.2\n', 'line 3: the A record is malformed: its address is not IPv4, such as 192.0.2.1'],
    ['a A (\n192.0.2.1\n', 'line 1: a parenthesis opened here is not closed'],
    ['a A 192.0.2.1 )\n', 'line 1: a closing parenthesis has no opening one'],
    ['a TXT "x\n', 'line 1: a quote is not closed'],
    ['a TXT x\\\n', 'line 1: a line ends in a lone backslash'],
    ['  A 192.0.2.1', 'line 1: the line begins with a blank, and there is no owner before it to repeat'],
    ['a', 'line 1: the record has no type'],
    ['a 60', 'line 1: the record has no type'],
    ['a 60 60 A 192.0.2.1', 'line 1: "60" stands where a TTL, class or record type belongs'],
    ['a IN NOPE x', 'line 1: "NOPE" stands where a TTL, class or record type belongs'],
    ['a "A" 192.0.2.1', 'line 1: "A" stands where a TTL, class or record type belongs'],
    ['a CH TXT x', "line 1: the class differs from the zone's; leave it out or write IN"],
    ['a 4294967295 A 192.0.2.1', 'line 1: the TTL 4294967295 is more than 2147483647 (RFC 2181 §8)'],
    ['a OPT \\# 0', 'line 1: OPT records exist only in messages, not in zones'],
    ['a..b A 192.0.2.1', 'line 1: "a..b" is not a domain name: it has an empty label'],
    ['$INCLUDE /etc/passwd', 'line 1: $INCLUDE is not allowed here; put the records into this file'],
    [
      '$GENERATE 1-2 a A 192.0.2.$',
      'line 1: $GENERATE is not a directive we know; there are $ORIGIN, $TTL and $INCLUDE',
    ],
    ['$TTL x', 'line 1: $TTL takes seconds from 0 to 2147483647'],
    ['$ORIGIN', 'line 1: $ORIGIN takes one name'],
  ])('says where and what: %j', (text, message) => {
    expect(lines(text)).toEqual([message]);
  });

  it('names the file, and gives the line as a fact', () => {
    const zone = parseZoneText('\na A x', { file: 'anchors.zone' });
    expect(zone).toMatchObject({ ok: false, error: { code: 'dns/zone', line: 2, file: 'anchors.zone' } });
    expect(!zone.ok && zone.error.message).toContain('anchors.zone, line 2: ');
  });

  it('stops files that include themselves', () => {
    const include = () => ok('$INCLUDE self');
    expect(lines('$INCLUDE self', { include })[0]).toContain('$INCLUDE goes deeper than 10 files');
  });
});
