/** Strings from all rows of the registries, with blanks where they may stand and where not, by a seed. */
import { seededRandom } from '../../../../src/base/index.ts';

export function wideLines(count: number, seed: number): readonly string[] {
  const drawer = new Drawer(seed);
  return Array.from({ length: count }, () => drawer.line());
}

const WORDS = [
  '',
  'a',
  'Ab',
  'abc',
  'a b',
  'x@y.example',
  'Ann <ann@x.example>',
  '"q s"@d.example',
  'true',
  'no',
  '0',
  '-7',
];
const MORE_WORDS = [
  '1k',
  '12',
  '3.5',
  '0x1F',
  'a:b:c',
  '<;a;b;c',
  ' a : b ',
  '/etc/hosts',
  '10.1.2.3',
  '2001:db8::1',
  '192.0.2.0/24',
];
const ODD = [
  '\\n',
  '\\t',
  '\\x41',
  '\\063',
  '\\\\',
  '\\}',
  '\\{',
  '\\$',
  '\\N$x{\\N',
  '\\xe4',
  '\xc3\xa4',
  '\\',
  '%41',
  '=C3=A4',
  '=?utf-8?q?a=5Fb?=',
  '+2B',
];
const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '-1',
  '-2',
  '17',
  '255',
  '1k',
  '1M',
  '1G',
  '1T',
  '010',
  '0x10',
  '9223372036854775807',
  '-9223372036854775808',
  '2147483648',
  '',
  ' 3 ',
  '3x',
  '+3',
];
const VARIABLES = [
  '$domain',
  '$local_part',
  '${local_part}',
  '$primary_hostname',
  '${qualify_domain}',
  '$acl_m_x',
  '$acl_c0',
  '${acl_m_no such}',
  '$nosuch',
  '${nosuch}',
  '$sender_address',
  '$recipients_count',
  '$h_subject:',
  '${h_to:}',
  '$rh_x',
  '$message_headers',
  '$received_count',
  '$$',
  '$',
  '${',
  '$_x',
  '$-',
  '$compile_number_',
  '$tls_in_cipher',
  '$interface_port',
  '$message_linecount',
  '$spool_directory_',
  '$auth1',
  '$regex1',
  '$lookup_dnssec_authenticated',
  '$queue_name',
  '$sender_helo_name',
  '$host_data',
  '$body_linecount',
  '$item',
];
const TEXT_OPERATORS = [
  'address',
  'addresses',
  'base32',
  'base32d',
  'base62',
  'base62d',
  'base64',
  'base64d',
  'domain',
  'escape',
  'escape8bit',
  'eval',
  'eval10',
  'expand',
  'from_utf8',
  'h',
  'hash',
  'hex2b64',
  'hexquote',
  'ipv6denorm',
  'ipv6norm',
  'l',
  'lc',
  'length',
  'listcount',
  'listnamed',
  'listnamed_d',
  'local_part',
  'mask',
  'md5',
  'nh',
  'nhash',
  'quote',
  'quote_local_part',
  'quote_mysql',
  'quote_pgsql',
  'quote_ldap',
  'quote_ldap_dn',
  'quote_sqlite',
  'quote_nosuch',
  'reverse_ip',
  'rfc2047',
  'rfc2047d',
  'rxquote',
  's',
  'sha1',
  'sha2',
  'sha256',
  'sha2_384',
  'sha3',
  'sha3_224',
  'sha3_512',
  'str2b64',
  'strlen',
  'substr',
  'time_eval',
  'time_interval',
  'uc',
  'utf8clean',
  'utf8_domain_from_alabel',
  'utf8_domain_to_alabel',
  'utf8_localpart_from_alabel',
  'utf8_localpart_to_alabel',
  'bless',
  'LC',
  'nosuch',
  '',
];
const CUTS = ['_1', '_2_1', '_-1_1', '_0_2', '_1_', '_', '__', '_x', '_2_0', '_-3', '_1_2_3', '_99', '_1k', '_-0'];
const CUT_OPERATORS = ['length', 'l', 'substr', 's', 'hash', 'h', 'nhash', 'nh'];
const PATTERNS = [
  'a',
  '^a.*b$',
  '(.)(.)?',
  '(?<n>a)',
  '[[:alpha:]]+',
  '\\\\.',
  '(',
  'x{2}',
  '\\N^\\w+\\d*\\N',
  '',
  '(?i)AB',
  '(a)|(b)',
  '$',
  '.*?',
];
const LISTS = [
  'a:b:c',
  '',
  ':',
  'a',
  'a::b',
  '<;a;;b',
  '<, a, b ',
  '<\\n a\\nb',
  ' x : y : z ',
  '1:10:2',
  'a=1:b=2',
  '<|x|y',
  '<:a:b',
  '"a:b":c',
  '!a:b',
  '10.0.0.0/8:1.2.3.4',
];
const JSON_TEXTS = [
  '\\{"a":1,"b":"x","c":[1,2]\\}',
  '["x","y",3]',
  '\\{"a":\\{"b":null\\}\\}',
  '\\{\\}',
  '[]',
  '\\{a:1\\}',
  '"x"',
  '\\{"a":"q\\\\"r"\\}',
  '[1,[2,3],\\{"z":1\\}]',
];
const SUMS = [
  '1+2*3',
  '(1+2)*3',
  '7/-2',
  '-7%3',
  '1<<2|1',
  '~0',
  '0x1f&15',
  '2^3',
  '1 + 1',
  '08',
  '1k*1k',
  '5--3',
  '(1',
  '1)',
  '1/0',
  '',
  'a',
  '3 3',
  '!1',
  '1==1',
  '-(3)',
  '9223372036854775807+1',
  '1<<64',
  '010',
];
const ADDRESSES = [
  '10.1.2.3',
  '::1',
  '2001:db8::/32',
  '10.0.0.0/8',
  '300.1.2.3',
  '1.2.3',
  '10.1.2.3/33',
  '2001:db8::1/129',
  'fe80::1%eth0',
  '::ffff:1.2.3.4',
  '1.2.3.4.5',
  '[10.1.2.3]',
  '10.1.2.3/255.0.0.0',
  '0',
  'abcd::',
  '1:2:3:4:5:6:7:8',
  '1:2:3:4:5:6:7:8:9',
];
const COMPARATORS = [
  '<',
  '<=',
  '>',
  '>=',
  '=',
  '==',
  'lt',
  'lti',
  'le',
  'lei',
  'gt',
  'gti',
  'ge',
  'gei',
  'eq',
  'LT',
  '',
];
const FILES = ['/etc/hosts', '/nonexistent', '/etc', 'etc/hosts', ''];

class Drawer {
  private readonly random;
  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  line(): string {
    const text = Array.from({ length: 1 + this.random.below(2) }, () => this.part(3)).join(
      this.pick(['', ' ', '-', '']),
    );
    return /^[A-Z]|\\\s*$|^\s*set|^\s|\n|^$/.test(text) ? `_${text}_` : text;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.random.below(from.length)]!;
  }
  private chance(often: number): boolean {
    return this.random.below(often) === 0;
  }
  /** A blank now and then, where one may stand. */
  private gap(): string {
    return this.chance(9) ? this.pick([' ', '  ', '\t']) : '';
  }

  private text(depth: number): string {
    if (depth > 0 && this.chance(4)) return this.part(depth);
    const from = this.pick([WORDS, WORDS, MORE_WORDS, ODD, VARIABLES]);
    return this.chance(8) ? this.pick(from) + this.pick(WORDS) : this.pick(from);
  }

  private part(depth: number): string {
    const kind = depth <= 0 ? 0 : this.random.below(10);
    if (kind < 1) return this.text(0);
    return kind < 4 ? this.operator(depth - 1) : kind < 7 ? this.conditional(depth - 1) : this.item(depth - 1);
  }

  /** In braces, mostly from where it belongs. */
  private arg(depth: number, from: readonly string[] = WORDS): string {
    const inner = this.chance(5) ? this.text(depth) : this.pick(from);
    if (this.chance(120)) return inner;
    return `${this.gap()}{${this.gap()}${inner}${this.gap()}}`;
  }

  private operator(depth: number): string {
    const name = this.chance(4) ? this.pick(CUT_OPERATORS) + this.pick(CUTS) : this.pick(TEXT_OPERATORS);
    const vocabulary = /^eval/.test(name)
      ? SUMS
      : /mask|ip/.test(name)
        ? ADDRESSES
        : /base|rand|time/.test(name)
          ? NUMBERS
          : WORDS;
    const inner = this.chance(2) ? this.text(depth) : this.pick(vocabulary);
    return `\${${this.gap()}${name}${this.chance(60) ? '' : ':'}${this.gap()}${inner}}`;
  }

  private conditional(depth: number): string {
    return `\${if${this.pick(['', ' ', ' ', ' '])}${this.condition(depth)}${this.branches(depth)}${this.gap()}}`;
  }

  private branches(depth: number): string {
    const one = (): string => `${this.gap()}{${this.text(depth)}}`;
    return this.pick([
      () => '',
      one,
      () => one() + one(),
      () => one() + one(),
      () => one() + one(),
      () => `${one()}${this.gap()}fail`,
      () => `${this.gap()}fail`,
      () => one() + one() + one(),
      () => `${one()}${this.pick(['x', 'failed', '}', 'else{b}', ' FAIL'])}`,
    ])();
  }

  private condition(depth: number): string {
    const not = this.chance(8) ? this.pick(['!', '! ', '!!']) : '';
    const arg = (from?: readonly string[]): string => this.arg(depth, from);
    const nested = (): string =>
      `${this.gap()}{${this.gap()}${depth > 0 ? this.condition(depth - 1) : 'eq{a}{a}'}${this.gap()}}`;
    const draws: readonly (() => string)[] = [
      () => this.pick(['eq', 'eqi', 'ne', 'lt', 'lti', 'le', 'lei', 'gt', 'gti', 'ge', 'gei']) + arg() + arg(),
      () => this.pick(['=', '==', '<', '<=', '>', '>=', '!=', '<>']) + arg(NUMBERS) + arg(NUMBERS),
      () =>
        this.pick(['bool', 'bool_lax', 'bool-lax']) +
        arg(['yes', 'no', 'true', 'false', '0', '1', '-1', 'x', '', ' yes ', 'YES', '00', '1.0']),
      () => this.pick(['isip', 'isip4', 'isip6', 'isip5']) + arg(ADDRESSES),
      () => `match${arg()}${arg(PATTERNS)}`,
      () => this.pick(['inlist', 'inlisti']) + arg() + arg(LISTS),
      () =>
        `def:${this.pick(['domain', 'local_part', 'h_subject:', 'h_subject', 'acl_m_x', 'acl_m', 'nosuch', 'primary_hostname', 'primary_hostname ', 'sender_host_address', '1', 'header_to:', 'message_size', ''])}`,
      () => this.pick(['match_domain', 'match_local_part', 'match_address', 'match_ip']) + arg() + arg(LISTS),
      () =>
        this.pick(['match_domain', 'match_domain']) +
        arg(['mail.example.com', 'a.b.example', 'x']) +
        arg([
          '*.b.example',
          '+local_domains',
          '!+local_domains:*',
          '^.*\\\\.example$',
          '@',
          'lsearch;/etc/hosts',
          '+nosuch',
          'mail.*',
        ]),
      () =>
        `match_ip${arg(ADDRESSES)}${arg(['10.0.0.0/8', '+relay', '!10.1.2.3:*', '<;::1;2001:db8::/32', '@[]', 'net-iplsearch;/etc/hosts', '10.0.0.0/33', '*.example', 'x'])}`,
      () =>
        `match_address${arg(['a@b.example', 'A@B.example', '', 'x'])}${arg(['*@b.example', 'a@*', '^a@', '!a@b.example:*', '@b.example', '*@+local_domains', '', 'b.example'])}`,
      () => `exists${arg(FILES)}`,
      () =>
        this.pick(['and', 'or']) +
        this.gap() +
        `{${Array.from({ length: this.random.below(4) }, nested).join('')}${this.gap()}}`,
      () =>
        this.pick(['forany', 'forall', 'forany_json', 'forall_json', 'forany_jsons', 'forall_jsons']) +
        arg(this.chance(2) ? LISTS : JSON_TEXTS) +
        `${this.gap()}{${this.chance(2) ? 'eq{$item}{a}' : this.condition(depth - 1)}}`,
      () =>
        `crypteq${arg(['a', 'abc', ''])}${arg(['\\{md5\\}kAFQmDzST7DWlj99KOF/cg==', '\\{md5\\}900150983cd24fb0d6963f7d28e17f72', '\\{sha1\\}a9993e364706816aba3e25717850c26c9cd0d89d', '\\{crypt\\}ab', '\\{crypt16\\}ab', '\\{nosuch\\}x', '', 'x', '$1$abc$x'])}`,
      () =>
        this.pick([
          'first_delivery',
          'queue_running',
          'nosuch',
          'EQ{a}{a}',
          '',
          'true',
          'acl{silent}',
          'acl{{silent}{a b}}',
          'acl{{nosuch}}',
          'acl{{refuses}{x}}',
          'inbound_srs{a}{b}',
          'inbound_srs{SRS0=x=y=z=a}{key}',
          'ldapauth{x}',
          'radius{x}',
        ]),
    ];
    return not + this.pick(draws)();
  }

  private item(depth: number): string {
    const arg = (from?: readonly string[]): string => this.arg(depth, from);
    const b = (): string => this.branches(depth);
    const own = (text: string): string => `${this.gap()}{${text}}`;
    const draws: readonly (() => string)[] = [
      () => `extract${arg(NUMBERS)}${arg([':', ',;', '', ' '])}${arg(LISTS)}${b()}`,
      () =>
        `extract${arg(['a', 'b', '', 'A', ' a'])}${arg(['a=1 b=2', 'a="x y" b', 'a = 1', 'b', '', 'a=', 'a==b'])}${b()}`,
      () =>
        `extract${this.pick([' json', ' jsons', 'json', ' xml'])}${arg(['a', 'c', 'a:b', '1', '0', '-1', '', 'a:b:c', 'c:2'])}${arg(JSON_TEXTS)}${b()}`,
      () => `listextract${arg(NUMBERS)}${arg(LISTS)}${b()}`,
      () => `map${arg(LISTS)}${own(this.pick(['$item', '<$item>', '${uc:$item}', this.text(depth)]))}`,
      () =>
        `filter${arg(LISTS)}${own(this.chance(2) ? `${this.pick(['eq', 'match', 'gt', '>'])}{$item}{${this.pick(['a', 'b', '1'])}}` : this.condition(depth - 1))}`,
      () =>
        `reduce${arg(LISTS)}${arg(['', '0', 'x'])}${own(this.pick(['$value$item', '${eval:$value+1}', '$item', this.text(depth)]))}`,
      () => `sort${arg(LISTS)}${arg(COMPARATORS)}${own(this.pick(['$item', '${uc:$item}', '${length_1:$item}', 'x']))}`,
      () => `sg${arg()}${arg(PATTERNS)}${arg(['', 'x', '<\\$1>', '\\$0', '$1', '\\$2\\$1', '\\\\'])}`,
      () => `tr${arg()}${arg(['abc', '', 'a', 'xyz', 'a-z'])}${arg(['123', '', 'x'])}`,
      () =>
        this.pick(['length', 'substr', 'hash', 'nhash']) + arg(NUMBERS) + (this.chance(3) ? '' : arg(NUMBERS)) + arg(),
      () => `hmac${arg(['md5', 'sha1', 'sha256', 'MD5', ''])}${arg()}${arg()}`,
      () => `listquote${arg([':', ';', '', 'ab', '\\n'])}${arg(LISTS)}`,
      () => `env${arg(['EXPANSIONS_A', 'NOSUCH', '', 'PATH'])}${b()}`,
      () =>
        `imapfolder${arg(['Foo/Bar', 'a.b', '\xc3\xa4', 'x&y', 'a\\\\b', ''])}${this.chance(3) ? '' : arg(['/', '.', ''])}${this.chance(3) ? '' : arg(['.', '#', ''])}`,
      () =>
        `prvs${arg(['a@b.example', 'x', '', 'a b@c', 'prvs=a@b'])}${arg(['key', '', 'k2'])}${this.chance(2) ? '' : arg(['1', '0', '10', 'x', ''])}`,
      () =>
        `prvscheck${arg(['prvs=0123456789=a@b.example', 'a@b.example', '', 'prvs=a/0123456789@b.example', 'prvs=012345678=a@b'])}${arg(['key', ''])}${this.chance(3) ? '' : arg(['y', '$prvscheck_result', ''])}`,
      () =>
        `srs_encode${arg(['key', ''])}${arg(['a@b.example', '', 'x', '"q s"@d.example'])}${arg(['c.example', ''])}`.replace(
          /^srs_encode(.*)$/s,
          'srs_encode$1',
        ),
      () =>
        `acl${arg(['silent', 'says', 'refuses', 'nosuch', 'waits', 'ends', 'keeps', 'calls', ''])}${Array.from({ length: this.random.below(4) }, () => arg()).join('')}`,
      () =>
        `certextract${arg(['version', 'subject', 'notafter', 'nosuch', ''])}${arg(['$tls_in_peercert', 'x', ''])}${b()}`,
      () => `readfile${arg(FILES)}${this.chance(2) ? '' : arg([':', '', 'xyz'])}`,
      () =>
        `lookup${arg(['127.0.0.1', 'nosuch', 'root', 'localhost', ''])}${this.gap()}${this.pick(['lsearch', 'lsearch*', 'iplsearch', 'net-iplsearch', 'nwildlsearch', 'wildlsearch', 'partial-lsearch', 'partial2-lsearch*@', 'lsearch,ret=key', 'lsearch,ret=x', 'dsearch', 'dsearch,filter=dir', 'dsearch,ret=full', 'nosuch', 'cdb', 'LSEARCH', 'lsearch ', 'partial-dsearch', 'lsearch,ret=key*', 'lsearch*,ret=key'])}${arg(FILES)}${b()}`,
      () =>
        `lookup${this.gap()}${this.pick(['passwd', 'lsearch', 'nosuch', 'passwd*', 'partial-passwd'])}${arg(['root', 'nosuch', 'fail', 'defer', 'x', ''])}${b()}`,
      () => `authresults${arg(['our.example', ''])}`,
      () =>
        this.pick([
          'nosuch{a}',
          'length',
          'LENGTH{1}{a}',
          'if',
          'sg',
          'run',
          'readsocket',
          '',
          ' ',
          'extract{',
          'map{a}',
          'lookup{a}',
        ]),
    ];
    return `\${${this.gap()}${this.pick(draws)()}${this.gap()}}`;
  }
}
