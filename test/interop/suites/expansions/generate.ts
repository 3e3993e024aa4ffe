/** Strings by a grammar: items, operators and conditions in one another, with numbers, lists and braces gone wrong. */
import { seededRandom } from '../../../../src/base/index.ts';

export function generate(count: number, seed: number): readonly string[] {
  const maker = new Maker(seed);
  return Array.from({ length: count }, () => maker.line());
}

const WORDS = [
  'a',
  'b',
  'ab',
  'abc',
  'A',
  'yes',
  'no',
  'true',
  '',
  ' ',
  'a b',
  'x.y',
  'ann@x.example',
  '10',
  '1.2.3.4',
];
const NUMBERS = [
  '0',
  '1',
  '2',
  '3',
  '-1',
  '-2',
  '10',
  '64',
  '1k',
  '2M',
  '007',
  '0x1f',
  '',
  'x',
  '1.5',
  '99999999999',
  ' 1',
];
const LISTS = ['a:b:c', '1:2:3', '<;a;b', '<, x, y', '', 'a::b:c', ' a : b ', ':', 'a', '3:1:2', '<|a|b', 'b:a:b'];
const ODD = [
  '\\n',
  '\\t',
  '\\x41',
  '\\101',
  '\\\\',
  '\\}',
  '\\{',
  '\\$',
  '\\377',
  '\\N$x\\N',
  '\xe9',
  '\xc3\xa9',
  '=',
  '/',
  ':',
];
/** What an earlier line may have left behind is not asked for: Exim forgets it at its own time. */
const VARIABLES = [
  '$local_part',
  '$domain',
  '$primary_hostname',
  '$qualify_domain',
  '$acl_m_x',
  '${domain}',
  '$message_size',
];
const TEXT_OPERATORS = [
  'lc',
  'uc',
  'strlen',
  'md5',
  'sha1',
  'sha256',
  'sha2_512',
  'sha3_256',
  'base64',
  'str2b64',
  'escape',
  'escape8bit',
  'hexquote',
  'quote',
  'quote_local_part',
  'rxquote',
  'utf8clean',
  'from_utf8',
  'domain',
  'local_part',
  'address',
  'addresses',
  'rfc2047',
  'rfc2047d',
  'length_2',
  'l_1',
  'substr_1_2',
  's_-2',
  'hash_3',
  'h_4_10',
  'nhash_8',
  'nh_4_8',
  'listcount',
  'expand',
  'base64d',
  'hex2b64',
  'quote_lsearch',
  'utf8_localpart_to_alabel',
  'utf8_domain_to_alabel',
  'nosuch',
  'sha2_7',
  'length_x',
] as const;
const NUMBER_OPERATORS = ['eval', 'eval10', 'base32', 'base62', 'time_interval', 'base32d', 'base62d'] as const;
const ADDRESS_OPERATORS = ['reverse_ip', 'mask', 'ipv6denorm'] as const;
const ADDRESSES = ['1.2.3.4', '2001:db8::1', '::1', 'x', '1.2.3.4/24', '2001:db8::1/32', '1.2.3.4/99', '300.1.1.1'];
const SUMS = [
  '1+2',
  '2*(3+4)',
  '7/2',
  '7%3',
  '-5',
  '~1',
  '1<<4',
  '255&15',
  '1|2',
  '5^1',
  '(1',
  '1/0',
  '08',
  '0x10',
  '1k',
  '',
];
const TIMES = ['1d', '2h3m', '1w', '90s', 'x', ''];
const PATTERNS = ['a', '^a', '(.)(.)', 'b$', '[ab]+', '(?i)A', 'x*', '(', '[', '\\\\d+', '\\N^(\\w+)$\\N', '', 'a|b'];
const COMPARATORS = ['<', '>', '<=', '>=', 'lt', 'gt', 'lti', 'gei', 'le', 'eq', 'nosuch'];
const PAIRS = ['a=1 b=2', 'a="x y" b=z', 'A=1', 'a', '', 'b=', 'a=1 a=2'];
const JSON_TEXTS = ['\\{"a":1,"b":"x"\\}', '[1,"two",[3]]', '\\{\\}', '[]', 'x', '\\{"a":\\{"b":2\\}\\}', '["a","b"]'];
const HEADERS = ['$h_subject:', '$rh_to:', '$bh_from:', '$lh_received:', '$header_x-y:'];

class Maker {
  private readonly random;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  line(): string {
    const whole = Array.from({ length: 1 + this.random.below(2) }, () => this.part(4)).join(this.chance(3) ? ' ' : '');
    const line = this.chance(12) ? this.broken(whole) : whole;
    return /^[A-Z]|\\\s*$|^set|\n/.test(line) ? `_${line}_` : line;
  }

  private pick<T>(from: readonly T[]): T {
    return from[this.random.below(from.length)]!;
  }

  /** Once in so many times. */
  private chance(often: number): boolean {
    return this.random.below(often) === 0;
  }

  /** An octet taken out, doubled, or put in. */
  private broken(text: string): string {
    const at = this.random.below(text.length + 1);
    const put = this.pick(['', '}', '{', '$', '${', '}}', ' ', 'x', '{}']);
    return text.slice(0, at) + put + text.slice(at + (this.chance(2) ? 1 : 0));
  }

  private part(depth: number): string {
    if (depth <= 0 || this.chance(4)) return this.simple();
    return this.chance(2) ? this.operator(depth - 1) : this.item(depth - 1);
  }

  private simple(): string {
    const kind = this.random.below(8);
    if (kind < 4) return this.pick(WORDS);
    if (kind < 5) return this.pick(ODD);
    return kind < 7 ? this.pick(VARIABLES) : this.pick(HEADERS);
  }

  private argument(from: readonly string[], depth: number): string {
    return `{${this.chance(5) ? this.part(depth) : this.pick(from)}}`;
  }

  private operator(depth: number): string {
    const kind = this.random.below(12);
    if (kind === 0) return `\${${this.pick(NUMBER_OPERATORS)}:${this.pick(this.chance(2) ? SUMS : NUMBERS)}}`;
    if (kind === 1) return `\${${this.pick(ADDRESS_OPERATORS)}:${this.pick(ADDRESSES)}}`;
    if (kind === 2) return `\${time_eval:${this.pick(TIMES)}}`;
    return `\${${this.pick(TEXT_OPERATORS)}:${this.part(depth)}}`;
  }

  private item(depth: number): string {
    const inner = (from: readonly string[] = WORDS): string => this.argument(from, depth);
    const makers: readonly (() => string)[] = [
      () => `\${if ${this.condition(depth)}${this.branches(depth)}}`,
      () => `\${if ${this.condition(depth)}${this.branches(depth)}}`,
      () => `\${if ${this.condition(depth)}${this.branches(depth)}}`,
      () => `\${extract{${this.pick(NUMBERS)}}{:}${inner(LISTS)}${this.branches(depth)}}`,
      () => `\${extract{${this.pick(['a', 'b', 'c', ' a '])}}${inner(PAIRS)}${this.branches(depth)}}`,
      () =>
        `\${extract ${this.pick(['json', 'jsons'])}{${this.pick(['a', 'b', '1', '2', '9', ''])}}${inner(JSON_TEXTS)}${this.branches(depth)}}`,
      () => `\${listextract{${this.pick(NUMBERS)}}${inner(LISTS)}${this.branches(depth)}}`,
      () => `\${map${inner(LISTS)}{${this.chance(2) ? '$item' : this.part(depth)}}}`,
      () => `\${filter${inner(LISTS)}{${this.condition(depth)}}}`,
      () => `\${reduce${inner(LISTS)}{}{$value${this.part(depth)}$item}}`,
      () => `\${sort${inner(LISTS)}{${this.pick(COMPARATORS)}}{$item}}`,
      () => `\${sg${inner()}${inner(PATTERNS)}${inner(['x', '', '<\\$1>', '\\$0\\$0'])}}`,
      () => `\${tr${inner()}${inner()}${inner()}}`,
      () => `\${length${inner(NUMBERS)}${inner()}}`,
      () => `\${substr${inner(NUMBERS)}${inner(NUMBERS)}${inner()}}`,
      () => `\${hash${inner(['2', '3', '10'])}${inner(['26', '62'])}${inner()}}`,
      () => `\${hmac{${this.pick(['md5', 'sha1', 'x'])}}${inner()}${inner()}}`,
      () => `\${listquote{${this.pick([':', ';', 'ab', ''])}}${inner(LISTS)}}`,
      () => `\${env{${this.pick(['EXPANSIONS_A', 'NOSUCH'])}}${this.branches(depth)}}`,
      () => `\${imapfolder${inner()}{${this.pick(['.', '/', ''])}}{}}`,
    ];
    return this.pick(makers)();
  }

  private branches(depth: number): string {
    const kind = this.random.below(10);
    if (kind < 2) return '';
    if (kind < 4) return `{${this.part(depth)}}`;
    if (kind < 8) return `{${this.part(depth)}}{${this.part(depth)}}`;
    if (kind < 9) return `{${this.part(depth)}}fail`;
    return this.pick(['fail', '{a}{b}{c}', '{a}x', ' {a} {b} ', '{a}{b}fail']);
  }

  private condition(depth: number): string {
    const not = this.chance(6) ? '!' : '';
    const inner = (from: readonly string[] = WORDS): string => this.argument(from, depth);
    const makers: readonly (() => string)[] = [
      () => `${this.pick(['eq', 'eqi', 'lt', 'le', 'gt', 'ge', 'lti', 'lei', 'gti', 'gei'])}${inner()}${inner()}`,
      () => `${this.pick(['=', '==', '<', '<=', '>', '>='])}${inner(NUMBERS)}${inner(NUMBERS)}`,
      () => `${this.pick(['bool', 'bool_lax'])}${inner()}`,
      () => `${this.pick(['isip', 'isip4', 'isip6'])}${inner(ADDRESSES)}`,
      () => `match${inner()}${inner(PATTERNS)}`,
      () => `${this.pick(['inlist', 'inlisti'])}${inner()}${inner(LISTS)}`,
      () => `def:${this.pick(['local_part', 'primary_hostname', 'h_subject:', 'acl_m_x', 'nosuch', 'h_subject'])}`,
      () => `${this.pick(['match_domain', 'match_local_part', 'match_address'])}${inner()}{${this.pick(LISTS)}}`,
      () =>
        `match_ip{${this.pick(ADDRESSES)}}{${this.pick(['1.2.3.4', '<; 2001:db8::/32 ; ::1', '*', '1.2.3.0/24', ''])}}`,
      () => `${this.pick(['exists{/etc/passwd}', 'exists{/nosuch}', 'queue_running', 'first_delivery', 'nosuch{a}'])}`,
      () => `${this.pick(['and', 'or'])}{{${this.condition(depth - 1)}}{${this.condition(depth - 1)}}}`,
      () => `${this.pick(['forany', 'forall'])}${inner(LISTS)}{${this.condition(depth - 1)}}`,
      () =>
        `${this.pick(['forany_json', 'forall_json', 'forany_jsons', 'forall_jsons'])}{${this.pick(['["a","b"]', '[1,2]', '[]'])}}{eq{$item}{a}}`,
      () => `crypteq${inner()}{${this.pick(['\\{md5\\}kAFQmDzST7DWlj99KOF/cg==', '\\{sha1\\}x', '\\{x\\}y'])}}`,
    ];
    return not + (depth <= 0 ? 'eq{a}{a}' : this.pick(makers)());
  }
}
