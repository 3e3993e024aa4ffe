/**
 * Values that Exim does not mind, though RFC 1870 and RFC 3461 do: a SIZE that is no number or has none, a PRDR that has a value, and
 * BODY, RET, ENVID, NOTIFY and AUTH with nothing behind the `=`, an ORCPT without a type. Clients that Exim serves are not to be
 * lost over them; what says nothing is left out, so that policy sees no difference. Of one that stands there twice, and must not,
 * the first counts.
 */

const SAYS_NOTHING = /^(?:(?:BODY|RET|NOTIFY|AUTH|ENVID)=|SIZE(?:=(?!-?\d+$).*)?|ORCPT=[^;]*)$/i;
/** Read as an unsigned number it is larger than any limit. */
const BELOW_ZERO = /^SIZE=-\d+$/i;

const ONCE = /^(?:SIZE|BODY|PRDR|SMTPUTF8)(?==|$)/i;

function isRepeated(word: string, before: readonly string[]): boolean {
  const name = ONCE.exec(word)?.[0].toUpperCase();
  return name !== undefined && before.some((one) => ONCE.exec(one)?.[0].toUpperCase() === name);
}

/** The parameters behind an address, with such values as the grammar takes them. Deviates from RFC 1870 §4 because Exim does. */
export const readAsExim = (text: string): string =>
  text === ''
    ? text
    : text
        .split(' ')
        .filter((word, index, all) => !SAYS_NOTHING.test(word) && !isRepeated(word, all.slice(0, index)))
        .map((word) => (BELOW_ZERO.test(word) ? 'SIZE=99999999999999999999' : word.replace(/^PRDR=.*$/i, 'PRDR')))
        .join(' ');
