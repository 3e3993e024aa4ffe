/** What stands in header fields: addresses, encoded words, folds. */
import type { OperatorRow } from '../ast.ts';
import { after, type Failure, failed, textOf } from '../outcome.ts';
import { decodeEncodedWords, encodeWordsOf } from '../values/encoded-words.ts';
import { wrapHeader } from '../values/header-wrap.ts';
import { appendedList } from '../values/list.ts';
import { type MailAddress, readMailAddress, readMailAddresses } from '../values/mail-address.ts';
import { operator, textOperator } from './make.ts';

const partOf = (name: string, doc: string, part: (found: MailAddress) => string): OperatorRow =>
  textOperator(name, doc, (text) => {
    const found = readMailAddress(text);
    return found === undefined ? '' : part(found);
  });

/** `>+` at the beginning says what stands between the addresses. */
function addresses(text: string): string {
  const start = text.trimStart();
  const separator = start.startsWith('>') && start.length > 1 ? start[1]! : ':';
  const list = start.startsWith('>') ? start.slice(2) : text;
  return appendedList(
    readMailAddresses(list).map(({ address }) => address),
    separator,
  );
}

/** Into `headers_charset`. */
function decodeOperand(text: string, charset: string): string | Failure {
  let unknown: string | undefined;
  const said = decodeEncodedWords(text, charset, {
    problem: (name) => {
      unknown ??= name;
    },
  });
  return unknown === undefined
    ? said
    : failed(`iconv_open("${charset}", "${unknown}") failed: Invalid argument (maybe unsupported conversion)`);
}

function wrap(text: string, parameter: string | undefined): string | Failure {
  const [, column = '80', limit = '998'] = /^(\d*)(?:_(\d+))?$/.exec(parameter ?? '') ?? [];
  return wrapHeader(text, Number(column || '80'), Number(limit));
}

const inCharset = (
  name: string,
  doc: string,
  apply: (text: string, charset: string) => string | Failure,
): OperatorRow =>
  operator(name, doc, ({ text, tainted }, _, { host }) =>
    after(host.variable('headers_charset'), (charset) => {
      const result = apply(text, typeof charset === 'string' ? charset : 'UTF-8');
      return typeof result === 'string' ? textOf(result, tainted) : result;
    }),
  );

export const MAIL_OPERATORS = [
  partOf(
    'address',
    'The address of a mailbox as headers have it, without name and comments.',
    ({ address }) => address,
  ),
  partOf('domain', 'The domain of an address.', ({ address, domainAt }) => address.slice(domainAt)),
  partOf('local_part', 'The local part of an address.', ({ address, domainAt }) =>
    domainAt === address.length ? address : address.slice(0, domainAt - 1),
  ),
  textOperator('addresses', 'The addresses of a list as headers have it; >x puts x between them.', addresses),
  inCharset('rfc2047', 'The text as encoded words, where it has octets that a header may not have.', encodeWordsOf),
  inCharset('rfc2047d', 'The text with its encoded words decoded.', decodeOperand),
  textOperator('headerwrap', 'A header folded at a column, and cut at a length: headerwrap_80_998.', wrap),
];
