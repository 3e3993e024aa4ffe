/** What is sent through a real mailer, and what its report has to say. */

export interface Sent {
  readonly name: string;
  /** Behind MAIL FROM. */
  readonly mail: string;
  readonly rcpt: string;
  /** Behind RCPT TO. */
  readonly parameters: string;
}

export const SENDER = 'alice@bounces.invalid';
export const BODY = [
  'From: alice@bounces.invalid',
  'To: someone@example.net',
  'Subject: =?utf-8?Q?gr=C3=BC=C3=9Fe?=',
  'Message-ID: <o1@example.org>',
  '',
  'hello',
  '..dot',
];

const ask = (name: string, rcpt: string, mail: string, parameters: string): Sent => ({ name, mail, rcpt, parameters });

/** Each with ENVID and ORCPT, so that a report can be told by them. */
export const SENT: readonly Sent[] = [
  ask(
    'unknown user',
    'nobody@local.invalid',
    'RET=FULL ENVID=unknown+2B1',
    'NOTIFY=FAILURE ORCPT=rfc822;No.Body+2Bx@local.invalid',
  ),
  ask('no such domain', 'bob@nowhere.invalid', 'RET=HDRS ENVID=nowhere', 'ORCPT=rfc822;bob@nowhere.invalid'),
  ask('refused at MAIL', 'bob@mail.invalid', 'RET=FULL ENVID=mail', 'ORCPT=rfc822;bob@mail.invalid'),
  ask(
    'refused at RCPT',
    'bob@rcpt.invalid',
    'RET=HDRS ENVID=rcpt',
    'NOTIFY=FAILURE,DELAY ORCPT=rfc822;Bob@rcpt.invalid',
  ),
  ask('refused at DATA', 'bob@data.invalid', 'ENVID=data', 'ORCPT=rfc822;bob@data.invalid'),
  ask('refused after the data', 'bob@body.invalid', 'RET=FULL ENVID=body', 'ORCPT=rfc822;bob@body.invalid'),
  ask('late', 'bob@later.invalid', 'ENVID=later', 'NOTIFY=DELAY,FAILURE ORCPT=rfc822;Bob@later.invalid'),
  ask(
    'relayed to one without DSN',
    'bob@plain.invalid',
    'ENVID=plain',
    'NOTIFY=SUCCESS ORCPT=rfc822;Bob@plain.invalid',
  ),
  ask('delivered', 'carol@local.invalid', 'ENVID=local', 'NOTIFY=SUCCESS ORCPT=rfc822;Carol@local.invalid'),
  ask(
    'refused, and nobody wants to know',
    'eve@rcpt.invalid',
    'ENVID=never',
    'NOTIFY=NEVER ORCPT=rfc822;eve@rcpt.invalid',
  ),
  ask(
    'passed on with its parameters',
    'bob@dsn.invalid',
    'RET=HDRS ENVID=passed+2B1',
    'NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Bob@dsn.invalid',
  ),
];

export const dialogue = (): readonly string[] => [
  'EHLO client.invalid',
  ...SENT.flatMap(({ mail, rcpt, parameters }) => [
    `MAIL FROM:<${SENDER}> ${mail}`,
    `RCPT TO:<${rcpt}> ${parameters}`,
    'DATA',
    `${BODY.join('\r\n')}\r\n.`,
  ]),
  'QUIT',
];
