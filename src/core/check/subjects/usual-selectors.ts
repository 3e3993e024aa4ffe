/**
 * Selectors under which keys are often found: what programs write into their examples, and what large senders have their
 * customers publish. The list is short on purpose: each name is a question.
 */
export const USUAL_SELECTORS: readonly string[] = [
  'default',
  'dkim',
  'dkim1',
  'mail',
  'email',
  'smtp',
  'mta',
  'mx',
  'key1',
  'key2',
  'k1',
  'k2',
  'k3',
  's1',
  's2',
  'selector1',
  'selector2',
  'sel1',
  'rsa',
  'ed25519',
  'google',
  'zoho',
  'protonmail',
  'fm1',
  'fm2',
  'fm3',
  'mandrill',
  'pm',
];
