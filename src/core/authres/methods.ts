/** What methods check and what their results mean (RFC 8601 §2.7, and the RFCs that registered others). */

interface Method {
  /** What was asked. */
  readonly asks: string;
  readonly results: Readonly<Record<string, string>>;
}

const COMMON: Readonly<Record<string, string>> = {
  none: 'there was nothing to check',
  pass: 'the check succeeded',
  fail: 'the check failed',
  neutral: 'the check says neither yes nor no',
  policy: 'what was found is not relied on here',
  temperror: 'it could not be checked just then; later it might be',
  permerror: 'it cannot be checked as it stands',
};

/** Rows by method; a result that is not in its row means what it means in general. */
const METHODS: Readonly<Record<string, Method>> = {
  arc: {
    asks: 'does the chain of relays hold (RFC 8617, historic)',
    results: { none: 'the message had no chain', pass: 'the chain was whole', fail: 'the chain was broken' },
  },
  auth: {
    asks: 'did the client log in (SMTP AUTH)',
    results: {
      none: 'the client did not try to',
      pass: 'the client proved who it was',
      fail: 'the client could not prove it',
    },
  },
  dkim: {
    asks: 'is the message as a domain signed it (RFC 6376)',
    results: {
      none: 'the message was not signed',
      pass: 'signed by the domain, and unchanged since',
      fail: 'signed, and changed since, or signed by somebody else',
      policy: 'signed, and the signature is not relied on here',
      neutral: 'signed, and the signature could not be made sense of',
    },
  },
  dmarc: {
    asks: "does the author's domain answer for the message (RFC 9989)",
    results: {
      none: 'the domain has no policy',
      pass: 'an aligned domain answers for it by SPF or DKIM',
      fail: 'no aligned domain answers for it',
    },
  },
  iprev: {
    asks: "do the client's name and address lead to each other",
    results: { pass: 'they do', fail: 'they do not' },
  },
  spf: {
    asks: 'may the client send for the domain (RFC 7208)',
    results: {
      none: 'the domain says nothing of who may',
      neutral: 'the domain does not say whether it may',
      pass: 'the domain says it may',
      softfail: 'the domain says it probably may not',
      fail: 'the domain says it may not',
      policy: 'the result is overruled here',
    },
  },
  'dkim-adsp': { asks: 'does the domain want its mail signed (RFC 5617, historic)', results: {} },
  'dkim-atps': { asks: 'may the signer sign for the author (RFC 6541)', results: {} },
  dnswl: { asks: 'is the client on a list of good ones (RFC 8904)', results: { pass: 'it is', none: 'it is not' } },
  domainkeys: { asks: 'is the message as a domain signed it (RFC 4870, historic)', results: {} },
  rrvs: { asks: 'does the recipient still own the mailbox (RFC 7293)', results: {} },
  'sender-id': { asks: 'may the client send for the domain (RFC 4406, historic)', results: {} },
  smime: { asks: 'is the S/MIME signature good (RFC 7281)', results: {} },
  vbr: { asks: 'does somebody vouch for the domain (RFC 5518)', results: {} },
};

/** One clause; undefined for what is registered nowhere. */
export function explainMethod(method: string): string | undefined {
  return Object.hasOwn(METHODS, method) ? METHODS[method]!.asks : undefined;
}

export function explainResult(method: string, result: string): string | undefined {
  const own = Object.hasOwn(METHODS, method) ? METHODS[method]!.results : {};
  if (Object.hasOwn(own, result)) return own[result];
  return Object.hasOwn(COMMON, result) ? COMMON[result] : undefined;
}
