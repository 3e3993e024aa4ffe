/**
 * What an Authentication-Results field of `${authresults` says where a command knows no more than variables: each check
 * whose result has been given, in the order and form in which Exim writes them (RFC 8601 §2.2).
 */

/** The value of a variable; nothing: it has not been given. */
type Known = (name: string) => string;

const BREAK = ';\n\t';

/** @returns what follows the first name; nothing: nothing was checked */
export const givenResults = (known: Known): string =>
  [reverse(known), authentication(known), spf(known), dkim(known), dmarc(known), arc(known)].join('');

function reverse(known: Known): string {
  const name = known('sender_host_name');
  const result = name !== '' ? `pass (${name})` : reverseFailure(known);
  return result === '' ? '' : `${BREAK}iprev=${result}${property('smtp.remote-ip', known('sender_host_address'))}`;
}

function reverseFailure(known: Known): string {
  if (known('host_lookup_deferred') === '1') return 'temperror';
  return known('host_lookup_failed') === '1' ? 'fail' : '';
}

function authentication(known: Known): string {
  const authenticator = known('sender_host_authenticated');
  if (authenticator === '') return known('authentication_failed') === '1' ? `${BREAK}auth=fail` : '';
  const properties =
    property('smtp.auth', known('authenticated_id')) + property('smtp.mailfrom', known('sender_address'));
  return `${BREAK}auth=pass (${authenticator})${properties}`;
}

function spf(known: Known): string {
  const result = known('spf_result');
  if (result === '') return '';
  const domain = known('sender_address').replace(/^.*@/s, '') || known('sender_address_domain');
  const guessed = known('spf_result_guessed') === 'yes' ? ' (best guess record for domain)' : '';
  const about = domain === '' ? property('smtp.helo', known('sender_helo_name')) : property('smtp.mailfrom', domain);
  return `${BREAK}spf=${result}${guessed}${about}`;
}

function dkim(known: Known): string {
  const result = known('dkim_verify_status');
  if (result === '') return '';
  const properties = [
    property('header.d', known('dkim_domain')),
    property('header.i', known('dkim_identity')),
    property('header.s', known('dkim_selector')),
    property('header.a', known('dkim_algo')),
  ];
  return `${BREAK}dkim=${result}${properties.join('')}`;
}

function dmarc(known: Known): string {
  const result = known('dmarc_status');
  return result === '' ? '' : `${BREAK}dmarc=${result}${property('header.from', known('dmarc_used_domain'))}`;
}

function arc(known: Known): string {
  const result = known('arc_state');
  return result === '' ? '' : `${BREAK}arc=${result}`;
}

/** RFC 8601 §2.2: a value that is no token or address is quoted. */
function property(name: string, value: string): string {
  if (value === '') return '';
  const written = /^[\w.@+:/=-]+$/.test(value)
    ? value
    : `"${value.replace(/["\\]/g, '\\$&').replace(/[\r\n]+/g, ' ')}"`;
  return ` ${name}=${written}`;
}
