/** A site that signs what it sends, with several keys, and judges the signatures of others. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { txt, type Zone } from '../../../framework/name-server.ts';
import { command, mail, type Site } from '../types.ts';

const keys = {
  big: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  small: generateKeyPairSync('rsa', { modulusLength: 1024 }),
  edwards: generateKeyPairSync('ed25519'),
};

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string;
const base64 = (key: KeyObject): string => (key.export({ type: 'spki', format: 'der' }) as Buffer).toString('base64');
/** Of Ed25519 the octets alone (RFC 8463 §4.2): they end the structure. */
const bare = (key: KeyObject): string =>
  (key.export({ type: 'spki', format: 'der' }) as Buffer).subarray(-32).toString('base64');

const zone = (): Zone => ({
  'big._domainkey.signed.example': [txt(`v=DKIM1; k=rsa; p=${base64(keys.big.publicKey)}`)],
  'small._domainkey.signed.example': [txt(`p=${base64(keys.small.publicKey)}`)],
  'ed._domainkey.signed.example': [txt(`v=DKIM1; k=ed25519; p=${bare(keys.edwards.publicKey)}`)],
  'testing._domainkey.signed.example': [txt(`v=DKIM1; t=y:s; n=a_note; p=${base64(keys.big.publicKey)}`)],
  'revoked._domainkey.signed.example': [txt('v=DKIM1; p=')],
  'broken._domainkey.signed.example': [txt('v=DKIM1; k=rsa; p=MIGfbroken')],
  'odd._domainkey.signed.example': [txt('nothing of the kind')],
  'onlysha1._domainkey.signed.example': [txt(`v=DKIM1; h=sha1; p=${base64(keys.big.publicKey)}`)],
  'big._domainkey.second.example': [txt(`v=DKIM1; p=${base64(keys.big.publicKey)}`)],
  'ed._domainkey.second.example': [txt(`v=DKIM1; k=ed25519; p=${bare(keys.edwards.publicKey)}`)],
});

const HEADER = [
  'From: Ann <ann@signed.example>',
  'To: somebody@example.com',
  'Subject: a letter',
  'Message-Id: <one@client.example>',
  'Date: Thu, 26 Nov 2026 00:00:00 +0000',
];
const BODY = 'A line.\nAnother one.\n';

interface Signing {
  readonly selector?: string;
  readonly domain?: string;
  readonly hash?: 'sha256' | 'sha1' | 'sha512';
  readonly key?: keyof typeof keys;
  readonly tags?: string;
  /** What was signed is another text. */
  readonly body?: string;
  readonly fields?: string;
}

/** simple/simple, written by hand, so that the suite signs by no code of ours. */
function signature({
  selector = 'big',
  domain = 'signed.example',
  hash = 'sha256',
  key = 'big',
  tags = '',
  body = BODY,
  fields = 'From:To:Subject:Date',
}: Signing): string {
  const digest = createHash(hash).update(body.replaceAll('\n', '\r\n')).digest('base64');
  const algorithm = `${key === 'edwards' ? 'ed25519' : 'rsa'}-${hash}`;
  const field = `DKIM-Signature: v=1; a=${algorithm}; c=simple/simple; d=${domain}; s=${selector};${tags} h=${fields}; bh=${digest}; b=`;
  const signed = [...fields.split(':').map((name) => HEADER.find((line) => line.startsWith(`${name}:`)))]
    .filter((line) => line !== undefined)
    .map((line) => `${line}\r\n`);
  const input = `${signed.join('')}${field}`;
  const made =
    key === 'edwards'
      ? sign(null, createHash('sha256').update(input).digest(), keys[key].privateKey)
      : sign(hash, Buffer.from(input), keys[key].privateKey);
  return `${field}${made.toString('base64')}\n`;
}

const signedMail = (title: string, signings: readonly Signing[], more: { body?: string; to?: string } = {}) =>
  mail(title, {
    sender: 'ann@signed.example',
    to: [more.to ?? 'box@home.example'],
    header: `${signings.map(signature).join('')}${HEADER.join('\n')}\n`,
    body: more.body ?? BODY,
  });

export const dkim: Site = {
  name: 'dkim-signing-and-verifying',
  // SHA-1, SHA-512 and expired signatures are not verified; words of GnuTLS about keys.
  differing: 22,
  zone,
  configuration: `
domainlist local_domains = @ : home.example
domainlist signed_domains = signed.example : second.example : third.example
acl_smtp_rcpt = check_rcpt
acl_smtp_dkim = check_dkim
acl_smtp_data = check_data
dkim_verify_signers = $dkim_signers : must.example
dkim_verify_hashes = sha256 : sha512 : sha1
dkim_verify_keytypes = ed25519 : rsa
dkim_verify_minimal = false
log_selector = +dkim_verbose +received_sender
begin acl
check_rcpt:
  accept hosts = NET.8
         control = dkim_disable_verify
  accept
check_dkim:
  warn   condition = ${'$'}{if eq{$dkim_cur_signer}{must.example}}
         add_header = X-Must: $dkim_verify_status
         logwrite = no signature of $dkim_cur_signer: $dkim_verify_status
  accept condition = ${'$'}{if eq{$dkim_cur_signer}{must.example}}
  deny   message = signature of $dkim_cur_signer is $dkim_verify_status ($dkim_verify_reason)
         dkim_signers = strict.example
         dkim_status = none:invalid:fail
  deny   message = $dkim_verify_reason
         condition = ${'$'}{if eq{$header_x-refuse:}{yes}}
         dkim_status = fail
  warn   dkim_status = pass
         add_header = X-Signed: $dkim_domain $dkim_selector $dkim_algo $dkim_canon_headers $dkim_canon_body i=$dkim_identity h=$dkim_headernames created=$dkim_created expires=$dkim_expires bits=$dkim_key_length length=$dkim_bodylength test=$dkim_key_testing nosub=$dkim_key_nosubdomains notes=$dkim_key_notes granularity=$dkim_key_granularity srv=$dkim_key_srvtype
  warn   ! dkim_status = pass
         add_header = X-Not-Signed: $dkim_verify_status/$dkim_verify_reason d=$dkim_domain s=$dkim_selector a=$dkim_algo cur=$dkim_cur_signer
  accept
check_data:
  warn   add_header = X-Signers: $dkim_signers; ${'$'}{authresults{$primary_hostname}}
  accept
begin routers
out:
  driver = manualroute
  domains = ! +local_domains
  route_list = *.two.example plain.ZONE byname ; * modern.ZONE byname
  transport = ${'$'}{lookup{$local_part}lsearch{FOLDER/transports}{$value}{signed}}
box:
  driver = accept
  transport = mbox
begin transports
signed:
  driver = smtp
  dkim_domain = ${'$'}{lookup{$sender_address_domain}lsearch{FOLDER/domains}{$value}{}}
  dkim_selector = big
  dkim_private_key = FOLDER/big.key
several:
  driver = smtp
  dkim_domain = signed.example : second.example
  dkim_selector = big : ed
  dkim_private_key = FOLDER/${'$'}{dkim_selector}.key
  dkim_identity = @$dkim_domain
  dkim_timestamps = 86400
  dkim_canon = simple
headers:
  driver = smtp
  dkim_domain = $sender_address_domain
  dkim_selector = big
  dkim_private_key = ${'$'}{readfile{FOLDER/big.key}}
  dkim_sign_headers = From : =Subject : +To : X-None : Received
  dkim_canon = simple
hash512:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = big
  dkim_private_key = FOLDER/big.key
  dkim_hash = sha512
hash1:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = small
  dkim_private_key = FOLDER/small.key
  dkim_hash = sha1
missing:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = big
  dkim_private_key = FOLDER/none.key
strict:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = big
  dkim_private_key = FOLDER/none.key
  dkim_strict = yes
nokey:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = big
  dkim_private_key = false
badcanon:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = big
  dkim_private_key = FOLDER/big.key
  dkim_canon = nonsense
badkey:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = big
  dkim_private_key = FOLDER/domains
added:
  driver = smtp
  dkim_domain = signed.example
  dkim_selector = big
  dkim_private_key = FOLDER/big.key
  headers_add = X-Added: by the transport
  headers_remove = subject
  transport_filter = /usr/bin/sed s/line/LINE/
mbox:
  driver = appendfile
  user = mail
  file = FOLDER/box/mbox
  create_file = anywhere
begin retry
* * F,1h,1s
`,
  files: {
    'big.key': pem(keys.big.privateKey),
    'small.key': pem(keys.small.privateKey),
    'ed.key': pem(keys.edwards.privateKey),
    domains: 'signed.example: signed.example\nsub.signed.example: signed.example\n',
    transports: ['several', 'headers', 'hash512', 'hash1', 'missing', 'strict', 'nokey', 'badcanon', 'badkey', 'added']
      .map((name) => `${name}: ${name}\n`)
      .join(''),
  },
  steps: [
    ...[
      'plain',
      'several',
      'headers',
      'hash512',
      'hash1',
      'missing',
      'strict',
      'nokey',
      'badcanon',
      'badkey',
      'added',
    ].map((name) => mail(`signed by ${name}`, { sender: 'ann@signed.example', to: [`${name}@far.example`] })),
    mail('a domain that is not signed for', { to: ['x@far.example'] }),
    mail('several to a host without CHUNKING', { sender: 'ann@signed.example', to: ['several@far.two.example'] }),
    mail('dots and blank lines', {
      sender: 'ann@signed.example',
      to: ['a@far.example', 'b@far.two.example'],
      body: '.\n..x\n\n  y  \n\n\n',
    }),
    mail('an empty body', { sender: 'ann@signed.example', to: ['a@far.example'], body: '' }),
    mail('a header field twice', {
      sender: 'ann@signed.example',
      to: ['headers@far.example', 'a@far.example'],
      more: 'Subject: again\nCc: x@y\nX-Long: a\n  b\n',
    }),
    signedMail('a good signature', [{}]),
    signedMail('two good ones', [{}, { selector: 'ed', key: 'edwards' }]),
    signedMail('with tags', [{ tags: ' t=1700000000; x=1900000000; i=ann@signed.example; q=dns/txt; l=9;' }]),
    signedMail('expired', [{ tags: ' t=1700000000; x=1700000001;' }]),
    signedMail('SHA-1', [{ hash: 'sha1' }]),
    signedMail('SHA-512', [{ hash: 'sha512' }]),
    signedMail('a small key', [{ selector: 'small', key: 'small' }]),
    signedMail('a testing key', [{ selector: 'testing' }]),
    signedMail('a testing key and a subdomain', [{ selector: 'testing', tags: ' i=@sub.signed.example;' }]),
    signedMail('a revoked key', [{ selector: 'revoked' }]),
    signedMail('a broken key', [{ selector: 'broken' }]),
    signedMail('a record that is no key', [{ selector: 'odd' }]),
    signedMail('a key for another hash', [{ selector: 'onlysha1' }]),
    signedMail('no key', [{ selector: 'none' }]),
    signedMail('the wrong key', [{ selector: 'small' }]),
    signedMail('another body', [{ body: 'Something else.\n' }]),
    signedMail('an identity of elsewhere', [{ tags: ' i=@elsewhere.example;' }]),
    signedMail('without From', [{ fields: 'To:Subject' }]),
    signedMail('of a strict domain', [{ domain: 'strict.example' }, {}]),
    mail('no signature', { to: ['box@home.example'] }),
    mail('nonsense', { to: ['box@home.example'], more: 'DKIM-Signature: what is this?\nDKIM-Signature: v=2; a=x\n' }),
    mail('refused', { to: ['box@home.example'], more: `${signature({ body: 'x\n' })}X-Refuse: yes\n` }),
    mail('not looked at', { to: ['box@home.example'], more: signature({ body: 'x\n' }) }, { from: 8 }),
    command('-bp', { anyOrder: true }),
    command('-qff', { afterMs: 1100 }),
    command('-bP transport several'),
    command('-Mrm ID'),
  ],
};
