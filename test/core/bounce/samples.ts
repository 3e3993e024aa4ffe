/** Messages in the manner of many mailers, written for these tests: what comes back, and what it says. */
import type { BounceKind } from '../../../src/core/bounce/index.ts';

export interface Sample {
  readonly name: string;
  readonly mail: string;
  readonly kind: BounceKind;
  readonly family: string;
  /** `address status-or-code host`, as far as each is known. */
  readonly recipients?: readonly string[];
}

const mail = (header: string, body: string): string => `${header}\nTo: alice@example.org\n\n${body}\n`;
const DAEMON = 'From: Mail Delivery System <MAILER-DAEMON@mx.example.org>';
const ORIGINAL =
  'From: alice@example.org\nTo: someone@example.net\nSubject: 550 5.7.1 is only a subject\nMessage-ID: <o1@example.org>\n\nhello\n';

export const SAMPLES: readonly Sample[] = [
  {
    name: 'Exim, refused at RCPT',
    mail: mail(
      `${DAEMON}\nX-Failed-Recipients: bob@example.net\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender`,
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.net
    host mx.example.net [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<bob@example.net>:
    550 5.1.1 <bob@example.net>: Recipient address rejected: User unknown

------ This is a copy of the message, including all the headers. ------

${ORIGINAL}`,
    ),
    kind: 'hard',
    family: 'exim',
    recipients: ['bob@example.net 5.1.1 mx.example.net'],
  },
  {
    name: 'Exim, two addresses, one behind an alias',
    mail: mail(
      `${DAEMON}\nX-Failed-Recipients: eve@example.net, mal@example.net\nSubject: Mail delivery failed`,
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. The following addresses failed:

  eve@example.net
    Unrouteable address
  mal@example.net
    (ultimately generated from staff@example.org)
    mailbox is full: retry timeout exceeded`,
    ),
    kind: 'hard',
    family: 'exim',
    recipients: ['eve@example.net', 'staff@example.org'],
  },
  {
    name: 'Exim, the header alone',
    mail: mail(
      `${DAEMON}\nX-Failed-Recipients: bob@example.net\nSubject: Mail delivery failed`,
      'Something went wrong: retry timeout exceeded',
    ),
    kind: 'soft',
    family: 'exim',
    recipients: ['bob@example.net'],
  },
  {
    name: 'Exim, late',
    mail: mail(
      `${DAEMON}\nAuto-Submitted: auto-replied\nSubject: Warning: message 1uAbcD-000001-2X delayed 24 hours`,
      `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.example.org.

The address to which the message has not yet been delivered is:

  bob@example.net
    host mx.example.net [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<bob@example.net>:
    450 4.2.0 greylisted

No action is required on your part. Delivery attempts will continue for
some time.`,
    ),
    kind: 'delayed',
    family: 'exim',
    recipients: ['bob@example.net 4.2.0 mx.example.net'],
  },
  {
    name: 'qmail',
    mail: mail(
      'From: MAILER-DAEMON@mail.example.org\nSubject: failure notice',
      `Hi. This is the qmail-send program at mail.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@example.net>:
192.0.2.9 does not like recipient.
Remote host said: 550 sorry, no mailbox here by that name. (#5.1.1)
Giving up on 192.0.2.9.

<eve@example.com>:
Sorry, I couldn't find any host named example.com. (#5.1.2)

--- Below this line is a copy of the message.

${ORIGINAL}`,
    ),
    kind: 'hard',
    family: 'qmail',
    recipients: ['bob@example.net 5.1.1', 'eve@example.com 5.1.2'],
  },
  {
    name: 'Postfix, its words alone',
    mail: mail(
      `${DAEMON}\nSubject: Undelivered Mail Returned to Sender`,
      `This is the mail system at host mail.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<bob@store.example.net> (expanded from <bob@example.net>): host
    mx.example.net[192.0.2.7] said: 552 5.2.2 Over quota (in reply to RCPT TO
    command)`,
    ),
    kind: 'soft',
    family: 'postfix',
    recipients: ['bob@example.net 5.2.2'],
  },
  {
    name: 'Postfix, late',
    mail: mail(
      `${DAEMON}\nSubject: Delayed Mail (still being retried)`,
      `This is the mail system at host mail.example.org.

####################################################################
# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #
####################################################################

Your message could not be delivered for more than 4 hour(s).
It will be retried until it is 5 day(s) old.

<bob@example.net>: connect to mx.example.net[192.0.2.7]:25: Connection refused`,
    ),
    kind: 'delayed',
    family: 'postfix',
    recipients: ['bob@example.net'],
  },
  {
    name: 'sendmail',
    mail: mail(
      'From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>\nSubject: Returned mail: see transcript for details',
      `The original message was received at Wed, 25 Nov 2026 10:00:00 GMT
from client.example.org [192.0.2.1]

   ----- The following addresses had permanent fatal errors -----
<bob@example.net>
    (reason: 550 5.1.1 <bob@example.net>... User unknown)

   ----- Transcript of session follows -----
... while talking to mx.example.net.:
>>> DATA
<<< 550 5.1.1 <bob@example.net>... User unknown
550 5.1.1 <bob@example.net>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)

   ----- Original message follows -----

${ORIGINAL}`,
    ),
    kind: 'hard',
    family: 'sendmail',
    recipients: ['bob@example.net 5.1.1 mx.example.net'],
  },
  {
    name: 'sendmail, late',
    mail: mail(
      'From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>\nSubject: Warning: could not send message for past 4 hours',
      `    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<bob@example.net>

   ----- Transcript of session follows -----
<bob@example.net>... Deferred: Connection timed out with mx.example.net.
Warning: message still undelivered after 4 hours`,
    ),
    kind: 'delayed',
    family: 'sendmail',
    recipients: ['bob@example.net'],
  },
  {
    name: 'Exchange of old',
    mail: mail(
      'From: System Administrator <postmaster@example.net>\nSubject: Undeliverable: hello',
      `Your message did not reach some or all of the intended recipients.

      Subject:  hello
      Sent:     11/25/2026 10:00 AM

The following recipient(s) could not be reached:

      bob@example.net on 11/25/2026 10:01 AM
            The e-mail account does not exist at the organization this message was sent to.
            <exch.example.net #5.1.1>`,
    ),
    kind: 'hard',
    family: 'exchange',
    recipients: ['bob@example.net 5.1.1 exch.example.net'],
  },
  {
    name: 'Office 365',
    mail: mail(
      'From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615@example.net>\nSubject: Undeliverable: hello',
      `Delivery has failed to these recipients or groups:

Bob (bob@example.net)
Your message couldn't be delivered. The mailbox is full.

Diagnostic information for administrators:

Generating server: AM0PR01.eurprd01.prod.example.com

bob@example.net
Remote Server returned '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException'

Original message headers:

${ORIGINAL}`,
    ),
    kind: 'soft',
    family: 'exchange',
    recipients: ['bob@example.net 5.2.2'],
  },
  {
    name: 'Gmail of old',
    mail: mail(
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nX-Failed-Recipients: bob@example.net\nSubject: Delivery Status Notification (Failure)',
      `Delivery to the following recipient failed permanently:

     bob@example.net

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain example.net by mx.example.net. [192.0.2.7].

The error that the other server returned was:
550 5.1.1 The email account that you tried to reach does not exist.

----- Original message -----

${ORIGINAL}`,
    ),
    kind: 'hard',
    family: 'gmail',
    recipients: ['bob@example.net 5.1.1 mx.example.net'],
  },
  {
    name: 'Gmail',
    mail: mail(
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nX-Failed-Recipients: bob@example.net\nAuto-Submitted: auto-replied\nSubject: Delivery Status Notification (Failure)',
      `** Address not found **

Your message wasn't delivered to bob@example.net because the address couldn't be found, or is unable to receive mail.

The response was:

550 5.1.1 The email account that you tried to reach does not exist.`,
    ),
    kind: 'hard',
    family: 'gmail',
    recipients: ['bob@example.net 5.1.1'],
  },
  {
    name: 'Office 365, in its words for people',
    mail: mail(
      'From: Microsoft Outlook <postmaster@outlook.com>\nSubject: Undeliverable: hello',
      `Your message to bob@example.net couldn't be delivered.

bob wasn't found at example.net.

Office 365
Status code: 550 5.1.10`,
    ),
    kind: 'hard',
    family: 'exchange',
    recipients: ['bob@example.net 5.1.10'],
  },
  {
    name: 'Exchange, late',
    mail: mail(
      'From: Microsoft Outlook <postmaster@example.net>\nSubject: Delivery delayed:hello',
      `Delivery is delayed to these recipients or groups:

Bob (bob@example.net)

This message hasn't been delivered yet. Delivery will continue to be attempted.`,
    ),
    kind: 'delayed',
    family: 'exchange',
    recipients: ['bob@example.net'],
  },
  {
    name: 'Courier, late',
    mail: mail(
      'From: postmaster@mail.example.org\nSubject: NOTICE: mail delivery delayed.',
      `This is a delivery status notification from mail.example.org,
running the Courier mail server, version 0.65.0.

                           DELAYED MAIL

Your message to the following recipients has not been delivered yet:

<bob@example.net>:
    mx.example.net [192.0.2.7]:
<<< 450 Try again`,
    ),
    kind: 'delayed',
    family: 'courier',
    recipients: ['bob@example.net 450'],
  },
  {
    name: 'sendmail, a full mailbox without a code',
    mail: mail(
      'From: Mail Delivery Subsystem <MAILER-DAEMON@mail.example.org>\nSubject: Returned mail: User unknown or full',
      `   ----- The following addresses had permanent fatal errors -----
<bob@example.net>

   ----- Transcript of session follows -----
mail.local: mailbox over quota for bob`,
    ),
    kind: 'soft',
    family: 'sendmail',
    recipients: ['bob@example.net'],
  },
  {
    name: 'Gmail, late',
    mail: mail(
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nSubject: Delivery Status Notification (Delay)',
      `** Delivery incomplete **

There was a temporary problem delivering your message to bob@example.net. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.`,
    ),
    kind: 'delayed',
    family: 'gmail',
    recipients: ['bob@example.net'],
  },
  {
    name: 'Yahoo',
    mail: mail(
      'From: MAILER-DAEMON@yahoo.com\nSubject: Failure Notice',
      `Message from yahoo.com.
Unable to deliver message to the following address(es).

<bob@yahoo.com>:
This user doesn't have a yahoo.com account (bob@yahoo.com) [0]`,
    ),
    kind: 'hard',
    family: 'yahoo',
    recipients: ['bob@yahoo.com'],
  },
  {
    name: 'Lotus Domino',
    mail: mail(
      'From: Mail Router <postmaster@example.net>\nSubject: DELIVERY FAILURE: User bob (bob@example.net) not listed in Domino Directory',
      `Your message

  Subject: hello

was not delivered to:

  bob@example.net

because:

  User bob (bob@example.net) not listed in Domino Directory`,
    ),
    kind: 'hard',
    family: 'domino',
    recipients: ['bob@example.net'],
  },
  {
    name: 'GroupWise',
    mail: mail(
      'From: Mailer-Daemon@gw.example.net\nSubject: Message status - undeliverable',
      `The message that you sent was undeliverable to the following:
	bob@example.net (user not found)
	eve@example.net (mailbox over quota)

Possibly truncated original message follows:

${ORIGINAL}`,
    ),
    kind: 'hard',
    family: 'groupwise',
    recipients: ['bob@example.net', 'eve@example.net'],
  },
  {
    name: 'Courier',
    mail: mail(
      'From: "Courier mail server at mail.example.org" <postmaster@mail.example.org>\nSubject: NOTICE: mail delivery status.',
      `This is a delivery status notification from mail.example.org,
running the Courier mail server, version 0.65.0.

The original message was received on Wed, 25 Nov 2026 10:00:00 +0000

---------------------------------------------------------------------------

                           UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<bob@example.net>:
    mx.example.net [192.0.2.7]:
>>> RCPT TO:<bob@example.net>
<<< 550 User unknown.

---------------------------------------------------------------------------`,
    ),
    kind: 'hard',
    family: 'courier',
    recipients: ['bob@example.net 550 mx.example.net'],
  },
  {
    name: 'SMTP service of Windows',
    mail: mail(
      'From: postmaster@example.net\nSubject: Delivery Status Notification (Failure)',
      `This is an automatically generated Delivery Status Notification.

Delivery to the following recipients failed.

       bob@example.net
       eve@example.net`,
    ),
    kind: 'hard',
    family: 'ms-smtp',
    recipients: ['bob@example.net', 'eve@example.net'],
  },
  {
    name: 'SMTP service of Windows, late',
    mail: mail(
      'From: postmaster@example.net\nSubject: Delivery Status Notification (Delay)',
      `This is an automatically generated Delivery Status Notification.

THIS IS A WARNING MESSAGE ONLY.

YOU DO NOT NEED TO RESEND YOUR MESSAGE.

Delivery to the following recipients has been delayed.

       bob@example.net`,
    ),
    kind: 'delayed',
    family: 'ms-smtp',
    recipients: ['bob@example.net'],
  },
  {
    name: 'a mailer that nobody knows',
    mail: mail(
      'From: Postmaster <postmaster@example.net>\nSubject: Unzustellbar: hello',
      'Ihre Nachricht konnte nicht zugestellt werden an bob@example.net: Empfänger unbekannt.',
    ),
    kind: 'hard',
    family: 'mailer',
    recipients: ['bob@example.net'],
  },
  {
    name: 'a mailer that nobody knows, late',
    mail: mail(
      'From: MAILER-DAEMON@example.net\nSubject: delivery delayed',
      'Your mail to <bob@example.net> has not been delivered yet: 550 is no reason.',
    ),
    kind: 'delayed',
    family: 'mailer',
    recipients: ['bob@example.net'],
  },
  ...[
    'Out of Office: hello',
    'Automatic reply: hello',
    'Abwesenheitsnotiz: Urlaub',
    'Réponse automatique : absent',
    'Respuesta automática: hola',
    'Fuori ufficio: ciao',
    'Automatisch antwoord: hallo',
    'Resposta automática: olá',
    '=?utf-8?B?6Ieq5YuV5b+c562U?=',
  ].map(
    (subject): Sample => ({
      name: `an automatic answer: ${subject}`,
      mail: mail(
        `From: Bob <bob@example.net>\nSubject: ${subject}`,
        'I am away until Monday. My mailbox is not full: call 550-1234.',
      ),
      kind: 'auto-reply',
      family: 'auto-reply',
    }),
  ),
  ...[
    'Auto-Submitted: auto-replied (vacation)',
    'X-Autoreply: yes',
    'Precedence: auto_reply',
    'X-Autorespond: hello',
  ].map(
    (field): Sample => ({
      name: `an automatic answer: ${field}`,
      mail: mail(`From: Bob <bob@example.net>\nSubject: Re: hello\n${field}`, 'I am away.'),
      kind: 'auto-reply',
      family: 'auto-reply',
    }),
  ),
  {
    name: 'a receipt of reading',
    mail: mail(
      'From: Bob <bob@example.net>\nSubject: Read: hello\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b',
      '--b\n\nRead.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;bob@example.net\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--',
    ),
    kind: 'auto-reply',
    family: 'receipt',
  },
  {
    name: 'a full mailbox, as Dovecot tells it',
    mail: mail(
      'From: Mail Delivery Subsystem <postmaster@example.net>\nAuto-Submitted: auto-replied (rejected)\nSubject: Automatically rejected mail\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b',
      '--b\n\nYour message was automatically rejected:\nQuota exceeded (mailbox for user is full)\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; bob@example.net\nDisposition: automatic-action/MDN-sent-automatically; deleted\n--b--',
    ),
    kind: 'soft',
    family: 'refusal',
    recipients: ['bob@example.net'],
  },
  {
    name: 'a gateway that goes on trying, under a subject of failure',
    mail: mail(
      'From: gateway@example.net\nSubject: Delivery failure notification',
      'Your message could not be delivered to:\n\nbob@example.net\n\nDelivery attempts will continue to be made for 5 day(s).',
    ),
    kind: 'delayed',
    family: 'mailer',
    recipients: ['bob@example.net'],
  },
  {
    name: 'a gateway with a list of its own',
    mail: mail(
      'From: gateway@example.net\nSubject: Delivery failure notification',
      'These failed:\n\n  * bob@example.net\n\nRCPT host 192.0.2.3: 553 5.3.0 No such user here',
    ),
    kind: 'hard',
    family: 'mailer',
    recipients: ['bob@example.net 5.3.0'],
  },
  {
    name: 'a gateway that names what failed',
    mail: mail(
      'From: System Administrator <admin@example.net>\nSubject: Delivery Failure',
      'Failed Recipient: bob@example.net\nReason: Remote host said: 550 unknown user <bob@example.net>',
    ),
    kind: 'hard',
    family: 'mailer',
    recipients: ['bob@example.net 550'],
  },
  {
    name: 'a complaint',
    mail: mail(
      'From: fbl@example.net\nSubject: FW: hello\nContent-Type: multipart/report; report-type=feedback-report; boundary=b',
      '--b\n\nA complaint.\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\n--b--',
    ),
    kind: 'unknown',
    family: 'feedback',
  },
  {
    name: 'TMDA',
    mail: mail(
      'From: Bob <bob@example.net>\nReply-To: bob-confirm-accept.1795600800.12345.abcdef@example.net\nX-Delivery-Agent: TMDA/1.1.12\nAuto-Submitted: auto-replied\nSubject: Please confirm your message',
      'This message was created automatically. To release your message for delivery, please confirm your address by replying to this message.',
    ),
    kind: 'challenge',
    family: 'tmda',
  },
  {
    name: 'BoxTrapper',
    mail: mail(
      'From: bob@example.net\nSubject: Your email requires verification verify#AbCdEf-123',
      'The message you sent requires that you verify that you are a real live human being and not a spam source.',
    ),
    kind: 'challenge',
    family: 'boxtrapper',
  },
  {
    name: 'EarthLink',
    mail: mail(
      'From: bob@spamblocker-challenge.bounce.earthlink.net\nSubject: Re: hello',
      'I apologize for this automatic reply to your email. To control spam, I now allow incoming messages only from senders I have approved beforehand.',
    ),
    kind: 'challenge',
    family: 'earthlink',
  },
  {
    name: 'a challenge of another maker',
    mail: mail(
      'From: Bob <bob@example.net>\nSubject: Re: hello\nIn-Reply-To: <o1@example.org>',
      'To fight spam, I hold mail of strangers. Please verify your message by clicking here: https://c.example.net/1',
    ),
    kind: 'challenge',
    family: 'challenge',
  },
  ...[
    ['an ordinary mail', 'From: Bob <bob@example.net>\nSubject: hello', 'See you at 4.7.1, room 550.'],
    [
      'a person who speaks of a bounce',
      'From: Bob <bob@example.net>\nSubject: Re: Mail delivery failed',
      'I got this too:\n\n> <eve@example.com>: 550 5.1.1 User unknown\n\nWhat now?',
    ],
    [
      'a mailer that says nothing of failure',
      'From: postmaster@example.net\nSubject: Welcome',
      'Your mailbox eve@example.net is ready.',
    ],
    [
      'what a program sent',
      'From: cron@example.net\nAuto-Submitted: auto-generated\nSubject: Cron <root@host> backup',
      'disk quota exceeded for eve@example.net',
    ],
    ['nothing', 'Subject:', ''],
  ].map(
    ([name, header, body]): Sample => ({ name: name!, mail: mail(header!, body!), kind: 'unknown', family: 'none' }),
  ),
];
