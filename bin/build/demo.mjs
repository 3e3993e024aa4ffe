// `npm run demo`: the lab comes up in a folder of its own, the main checks run against it, and everything is taken away
// again. Nothing leaves loopback.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfStale, install, root } from './setup.mjs';

const STEPS = [
  [
    'Everything about a domain at once',
    'A line a subject: each handshake serves all of them, and no question to DNS is asked twice. Here there is nothing to mend.',
    'check perfect.test',
  ],
  [
    '… and one where everything is wrong',
    'What to mend, first things first; it ends in the records to publish.',
    'check wrecked.test',
  ],
  [
    'A look-up, validated here',
    'The resolver is not believed: every signature is checked from the trust anchor down.',
    'dns query good.test MX',
  ],
  [
    'The same for a zone somebody tampered with',
    'Bogus is proven wrong, not merely unknown: exit status 1, and the reason is named.',
    'dns query bogus.test MX',
  ],
  [
    'Where the chain of trust stops',
    'One line a zone, from the root down; a delegation proven to be unsigned ends it in good order.',
    'dnssec trace plain.test MX',
  ],
  [
    'A chain that is broken',
    'The parent has a DS for a key that is gone: the finding says which, and how to mend it.',
    'dnssec trace wrong-ds.test MX',
  ],
  [
    'Would a DANE-aware sender deliver?',
    'MX, addresses, TLSA and one handshake per address and key type. Here everything fits.',
    'dane check good.test',
  ],
  [
    'The key was changed, the record was not',
    'The most common accident with DANE: mail stays in the queues of all who check. The record to publish comes last.',
    'dane check stale.test',
  ],
  [
    'Two certificates, one record',
    'Senders that negotiate RSA meet a key without a record. A check with one handshake would not have seen it.',
    'dane check split-keys.test',
  ],
  [
    'The record names the CA',
    'Under DANE-TA the name and the dates of the certificate count as well.',
    'dane check ta201.test',
  ],
  ['… and the certificate names another host', 'The same record, and still no delivery.', 'dane check wrong-name.test'],
  [
    'Broken DNSSEC',
    'A sender may not fall back to plain delivery: it waits, and so does the mail.',
    'dane check bogus.test',
  ],
  [
    'A name server that fails',
    'Nobody can tell what it would have said: exit status 3, never reported as good.',
    'dane check servfail-tlsa.test',
  ],
  ['The record to publish', 'From the live host, one for each key it shows.', 'tlsa generate mx.both-keys.test'],
  [
    'A proof to staple',
    'Fetched from the responder that the certificate names, verified, and stored in place of the one before.',
    'ocsp fetch -c lab/certs/mx.good.test.pem -o good.der',
  ],
  [
    'Revoked',
    'Said loudly; a proof that was there would have been kept.',
    'ocsp fetch -c lab/certs/mx.revoked.test.pem -o revoked.der',
  ],
  [
    'A proof that ends before it says so',
    'The certificate of its signer ends first: what most scripts that fetch proofs overlook. Judged offline, from files.',
    'ocsp verify lab/certs/moods/signer-expiring.ocsp.der --cert lab/certs/mx.good.test.pem',
  ],
  [
    'No responder, but lists',
    'The base list knows nothing; its delta does.',
    'crl check lab/certs/mx.crl-base.test.pem',
  ],
  [
    'Does the certificate name the host?',
    'Six rules, and they do not agree: the name stands in the common name alone.',
    'certname test mx.cn-only.test mx.cn-only.test:25 --starttls smtp',
  ],
  [
    'The intermediate that is not sent',
    'As sent, as it can be built, and as it should be sent.',
    'cert chain mx.missing-intermediate.test:25 --starttls smtp --aia',
  ],
  [
    'Break it yourself',
    'The lab changes the key of good.test and leaves its record …',
    'lab break good.test stale-tlsa',
  ],
  [
    '… and a pipeline sees it',
    'The same verdict as JUnit for CI; also json, jsonl, tap, sarif, nagios, prom, md, html.',
    'dane check good.test -o junit',
  ],
  ['Mend it', 'Key and records of before.', 'lab fix good.test'],
  ['What a finding means', 'Every finding has a stable name and a page.', 'explain dane.tlsa.no-match'],
];

install();
await buildIfStale();
const folder = mkdtempSync(join(tmpdir(), 'mxray-demo-'));
const lab = join(folder, 'lab');
const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('MXRAY_'));
let environment = { ...Object.fromEntries(ours), MXRAY_LAB_DIR: lab, XDG_CACHE_HOME: folder };
process.once('SIGINT', () => end(130)).once('SIGTERM', () => end(143));

const isUp = quietly('lab up --detach') !== undefined;
if (!isUp) end(1);
environment = { ...environment, ...JSON.parse(quietly('lab env --shell json') ?? '{}') };
STEPS.forEach(show);
say(
  '\nThat is the tour. To look around yourself:\n\n  npm run lab                      starts the lab and stays\n  eval "$(node bin/run.js lab env)"   points another shell at it\n  node bin/run.js lab list         every domain, and what a check should say of it\n',
);
end(0);

function show([title, why, words], at) {
  say(`\n${strong(`${at + 1}. ${title}`)}\n${why}\n\n  $ mxray ${words}\n`);
  const { stdout, stderr, status } = mxray(words);
  say(`${stdout}${stderr}`.trimEnd().replace(/^(?=.)/gm, '  '));
  say(`\n  exit status ${status}`);
}

function quietly(words) {
  const { stdout, stderr, status } = mxray(words);
  if (status !== 0) process.stderr.write(stderr);
  return status === 0 ? stdout : undefined;
}

function mxray(words) {
  const color = process.stdout.isTTY ? ['--color', 'always'] : [];
  const isPlain = words.includes('-o ') || words.startsWith('lab ') || words.includes('json');
  const args = [join(root, 'bin', 'run.js'), ...words.split(' '), ...(isPlain ? [] : color)];
  return spawnSync(process.execPath, args, { cwd: folder, env: environment, encoding: 'utf8' });
}

function end(status) {
  mxray('lab down');
  rmSync(folder, { recursive: true, force: true });
  process.exit(status);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function strong(text) {
  return process.stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text;
}
