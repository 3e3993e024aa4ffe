/** Which addresses of a message are delivered together; the suite `deliveries` has the same beside Exim as far as 4.96 goes. */
import { describe, expect, it } from 'vitest';
import { openPost } from '../../../support/mta/delivery.ts';

const ADDRESSES = ['a@one.example', 'b@two.example', 'c@one.example', 'd@three.example', 'e@one.example'];

/** @param transport  its driver and options, a line each */
async function grouped(
  transport: string,
  { addresses = ADDRESSES, router = '' }: { readonly addresses?: readonly string[]; readonly router?: string } = {},
) {
  const indented = (lines: string): string =>
    lines
      .split('\n')
      .map((line) => `  ${line}\n`)
      .join('');
  const isRemote = transport.includes('driver = smtp');
  const where = isRemote ? 'driver = manualroute\nroute_list = * 192.0.2.1' : 'driver = accept';
  const post = openPost({
    main: 'remote_max_parallel = 1',
    sections: `begin routers\nall:\n${indented(`${where}\ntransport = out${router}`)}begin transports\nout:\n${indented(transport)}begin retry\n* * F,2h,15m\n`,
  });
  const id = await post.arrive({ recipients: addresses.map((address) => ({ address })) });
  await post.deliver(id);
  const groups = post.deliveries.map(({ recipients }) => recipients.map(({ localPart }) => localPart).join(''));
  return { groups, log: post.log };
}

const FILE = 'driver = appendfile\nfile = /var/mail/all';

describe('addresses that go together (Exim spec ch. 47)', () => {
  it.each([
    ['driver = smtp', ['abcde']],
    ['driver = smtp\nmax_rcpt = 2', ['ab', 'cd', 'e']],
    ['driver = smtp\nmax_rcpt = 0', ['abcde']],
    ['driver = smtp\nmax_rcpt = ${if eq{$domain}{one.example}{2}{3}}', ['ab', 'cd', 'e']],
    ['driver = smtp\nmax_rcpt = ${if eq{$local_part}{a}{1}{0}}', ['a', 'bcde']],
    ['driver = smtp\nno_multi_domain', ['ace', 'b', 'd']],
    ['driver = smtp\nno_multi_domain\nmax_rcpt = 2', ['ac', 'b', 'd', 'e']],
    ['driver = smtp\nmulti_domain = ${if eq{$domain}{one.example}{no}{yes}}', ['ace', 'bd']],
    ['driver = smtp\nmulti_domain = ${if eq{$domain}{two.example}{no}{yes}}', ['abcde']],
    [FILE, ['a', 'b', 'c', 'd', 'e']],
    [`${FILE}\nbatch_max = 10`, ['abcde']],
    [`${FILE}\nbatch_max = 10\nbatch_id = \${domain}`, ['ace', 'b', 'd']],
    [`driver = lmtp\nsocket = /run/lmtp\nbatch_max = 2\nbatch_id = \${length_1:$domain}`, ['ac', 'b', 'd', 'e']],
    [`driver = pipe\ncommand = /bin/cat\nbatch_max = 10\nbatch_id = \${if eq{$sender_address}{}{x}{same}}`, ['abcde']],
  ])('%s', async (transport, groups) => {
    expect((await grouped(transport)).groups).toEqual(groups);
  });

  it('keeps addresses apart whose router says what the transport uses', async () => {
    const router = '\naddress_data = $domain';
    expect((await grouped(`${FILE}\nbatch_max = 10`, { router })).groups).toEqual(['abcde']);
    const transport = 'driver = appendfile\nfile = /var/mail/$address_data\nbatch_max = 10';
    expect((await grouped(transport, { router })).groups).toEqual(['ace', 'b', 'd']);
  });

  it('does not ask for the user where the transport has one', async () => {
    const router = '\nuser = ${if eq{$domain}{one.example}{8}{9}}\ngroup = 8';
    expect((await grouped(`${FILE}\nbatch_max = 10`, { router })).groups).toEqual(['ace', 'bd']);
    const own = `${FILE}\nbatch_max = 10\nuser = 7\ngroup = 7`;
    expect((await grouped(own, { router })).groups).toEqual(['abcde']);
  });

  it.each([
    [
      'max_rcpt = ${if eq{$local_part}{a}{many}{0}}',
      'failed to expand "max_rcpt" in out transport: integer expected but "many" found',
    ],
    [
      'multi_domain = ${if eq{$local_part}{a}{perhaps}{yes}}',
      '"perhaps" is not a valid value for the "multi_domain" option in the out transport',
    ],
  ])('defers an address for which %s makes no sense, and no other', async (option, text) => {
    const { groups, log } = await grouped(`driver = smtp\n${option}`);
    expect(groups).toEqual(['bcde']);
    expect(log.filter((line) => line.includes(' == '))).toEqual([
      expect.stringContaining(`a@one.example R=all T=out defer (-1): ${text}`),
    ]);
  });

  it('lets an address go alone whose batch_id cannot be expanded', async () => {
    const option = 'batch_id = ${if eq{$domain}{two.example}{${eval:x$sender_address_local_part}}{same}}';
    const { groups, log } = await grouped(`${FILE}\nbatch_max = 10\n${option}`);
    expect(groups).toEqual(['ace', 'b', 'd']);
    expect(log.filter((line) => line.includes('batch_id'))).toEqual([
      expect.stringContaining('Failed to expand batch_id option in out transport (b@two.example): '),
    ]);
  });
});
