/** Where serve deliberately says something else than a live Exim 4.96, and why. They count as differences. */
const BARE = 'a CR or LF alone is refused, so that nobody can hide a message behind it';

/** Not mended yet. */
const ORDER = 'fields that ACLs put in and take away stand in another order in the stored header';
const ORIGINAL = 'no X-rewrote-original-recipient is kept in the stored header';
const RESUMPTION = 'Exim notes that its library could resume a session, although nobody may';

export const KNOWN: Readonly<Record<string, string>> = {
  'sockets, octets: BDAT with any octets': BARE,
  'sockets, octets: a bare LF and a dot': BARE,
  'sockets, octets: a bare LF, a dot and CRLF': BARE,
  'sockets, octets: a bare CR and a dot': BARE,
  'sockets, octets: bare LFs everywhere': BARE,
  'sockets, octets: commands that end with LF': BARE,
  'sockets, octets: BDAT without an end of line': 'a body is kept as it came; Exim adds a line end',
  'messages, headers: fields added and taken away': ORDER,
  'messages, headers: folded and broken fields': ORDER,
  'rewriting, rules: domains that have gone': ORIGINAL,
  'rewriting, rules: what MAIL and RCPT say': ORIGINAL,
  'doors, proxy: version 1': 'Exim notes that the name of a proxied client was looked up; here nobody asked for it',
  'doors, tls: a message over TLS': RESUMPTION,
  'doors, at once: a message': RESUMPTION,
  'doors, tls: STARTTLS twice': 'the second one is refused; Exim hears nothing any more after it',
  'doors, proxy: ports that are none': 'a port beyond 65535 makes a wrong header; Exim takes the address before it',
};
