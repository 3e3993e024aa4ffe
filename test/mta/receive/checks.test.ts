import { describe, expect, it } from 'vitest';
import { clockAt, ok } from '../../../src/base/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import { sessionData } from '../../../src/mta/receive/index.ts';
import { DOMAIN, KEY_NAME, NOW, PLAIN, RSA_RECORD, signed } from '../../support/dkim.ts';
import { spfDns } from '../../support/spf-dns.ts';

const ZONE = {
  [KEY_NAME]: { TXT: [RSA_RECORD] },
  [DOMAIN]: { TXT: ['v=spf1 ip4:192.0.2.1 -all'] },
};

/** A message through a session whose ACLs log what was checked. */
async function logOf(
  message: string,
  acls: string,
  from = '192.0.2.1',
): Promise<{ log: readonly string[]; replies: readonly string[] }> {
  const read = readConfiguration({
    text: `primary_hostname = our.example\nlog_selector = +dkim_verbose\nacl_smtp_rcpt = accept\n${acls}`,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const data = await sessionData(
    {
      configuration: read.value,
      from: { address: from, port: 4567 },
      clock: clockAt(NOW),
      names: { namesOf: () => [], addressesOf: () => [], mailExchangers: () => [] },
      resolver: () => ok({ ...spfDns(ZONE), close: async () => {} }),
    },
    [
      'EHLO mail.example.org',
      `MAIL FROM:<joe@${DOMAIN}>`,
      'RCPT TO:<ann@our.example>',
      'DATA',
      ...message.replace(/\r\n$/, '').split('\r\n'),
      '.',
    ],
  );
  if (!data.ok) throw new Error(data.error.message);
  return data.value;
}

const DKIM_ACL =
  'acl_smtp_dkim = d\nbegin acl\nd:\n  deny condition = ${if eq{$dkim_verify_status}{fail}}\n    message = bad signature\n' +
  '  accept logwrite = $dkim_cur_signer $dkim_verify_status $dkim_selector $dkim_key_length\n';

describe('signatures of a message that comes', () => {
  it('are verified, told to the ACL, and logged', async () => {
    const { log } = await logOf(await signed(), DKIM_ACL);
    expect(log).toEqual([
      expect.stringMatching(/ example\.org pass s1 2048$/),
      expect.stringMatching(
        /DKIM: d=example\.org s=s1 c=relaxed\/relaxed a=rsa-sha256 b=2048 t=\d+ \[verification succeeded\]$/,
      ),
      expect.stringMatching(/<= joe@example\.org .* DKIM=example\.org/),
    ]);
  });

  it('that do not hold may be refused', async () => {
    const { log, replies } = await logOf((await signed()).replace('hungry', 'thirsty'), DKIM_ACL);
    expect(replies.at(-2)).toBe('550 bad signature');
    expect(
      log.some((line) =>
        line.includes('[verification failed - body hash mismatch (body probably modified in transit)]'),
      ),
    ).toBe(true);
  });

  it('are not looked at where an ACL says so, nor where there are none', async () => {
    const off = await logOf(await signed(), 'acl_smtp_mail = accept control = dkim_disable_verify\n');
    const none = await logOf(PLAIN, '');
    for (const { log } of [off, none]) expect(log.join('\n')).not.toContain('DKIM');
  });
});

describe('authresults', () => {
  it('has every check that ran', async () => {
    const { log } = await logOf(await signed(), 'acl_smtp_data = accept logwrite = ${authresults{our.example}}\n');
    const field = log.find((line) => line.includes('Authentication-Results'));
    expect(field).toContain('our.example');
    expect(field).toContain('dkim=pass');
    expect(field).toContain('header.d=example.org');
  });
});

describe('the spf condition', () => {
  const acl = 'acl_smtp_data = a\nbegin acl\na:\n  warn spf = pass : fail\n';
  const told = `${acl}  accept logwrite = $spf_result: $spf_header_comment\n`;

  it.each(['127.0.0.1', '127.9.8.7', '::1'])('lets this host (%s) send for everybody, as Exim does', async (from) => {
    const { log } = await logOf(PLAIN, told, from);
    expect(log).toContainEqual(expect.stringMatching(/ pass: our\.example: localhost is always allowed\.$/));
  });

  it('asks the domain about all others', async () => {
    const { log } = await logOf(PLAIN, told, '192.0.2.2');
    expect(log).toContainEqual(
      expect.stringMatching(/ fail: our\.example: domain of example\.org does not designate 192/),
    );
  });
});
