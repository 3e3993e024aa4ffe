/** A message tried once: what is delivered, logged, written down and told. Lines and layouts are those that Exim 4.96 wrote for the same. */
import { describe, expect, it } from 'vitest';
import { err } from '../../../src/base/index.ts';
import type { Claim } from '../../../src/mta/spool/index.ts';
import { HOUR_MS, openPost, type PostOptions } from '../../support/mta/delivery.ts';

const SECTIONS = `begin routers
bad:
  driver = redirect
  local_parts = bad
  allow_fail
  data = :fail: no such person
later:
  driver = redirect
  local_parts = later
  allow_defer
  data = :defer: come again
team:
  driver = redirect
  local_parts = team
  data = ann, bob, bad
hole:
  driver = redirect
  local_parts = hole
  data = :blackhole:
remote:
  driver = manualroute
  domains = example.com
  route_list = * 192.0.2.1 byname
  transport = out
local:
  driver = accept
  domains = example.org
  transport = box
begin transports
box:
  driver = appendfile
  file = /var/mail/all
out:
  driver = smtp
begin retry
* * F,2h,15m; G,16h,1h,1.5; F,4d,6h
`;

const to = (...addresses: string[]) => ({ recipients: addresses.map((address) => ({ address })) });

async function tried(options: Partial<PostOptions>, ...addresses: string[]) {
  const post = openPost({ sections: SECTIONS, ...options });
  const id = await post.arrive(to(...addresses));
  const delivered = await post.deliver(id);
  const lines = post.log.map((line) => line.replace(`${id} `, ''));
  return { ...post, id, lines, kind: delivered.kind };
}

describe('a message', () => {
  it('is delivered, and gone', async () => {
    const { lines, kind, spool } = await tried({}, 'bob@example.org');
    expect(lines).toEqual(['=> bob <bob@example.org> R=local T=box', 'Completed']);
    expect(kind).toBe('completed');
    expect(await spool.count()).toBe(0);
  });

  it('to a host by a transport that goes to none, which the line names', async () => {
    const sections = SECTIONS.replace('  transport = out\n', '  transport = box\n');
    const { lines } = await tried({ sections }, 'bob@example.com');
    expect(lines[0]).toBe('=> bob@example.com R=remote T=box H=192.0.2.1');
  });

  it('is logged for the local part as the last router saw it, without affixes and in lower case', async () => {
    const sections = SECTIONS.replace(
      'local:\n',
      'suffixed:\n  driver = accept\n  domains = example.org\n  local_part_suffix = +*\n  local_parts = tom\n  transport = box\nlocal:\n',
    );
    const { lines } = await tried(
      { sections },
      'Tom+X@Example.ORG',
      '"an\\n"@example.org',
      'Who@Elsewhere.example',
      'BAD@example.org',
    );
    expect(lines.filter((line) => line !== 'Completed')).toEqual([
      '** bad@example.org <BAD@example.org> R=bad: no such person',
      '** who@elsewhere.example <Who@Elsewhere.example>: Unrouteable address',
      '=> tom <Tom+X@Example.ORG> R=suffixed T=box',
      '=> ann <"an\\n"@example.org> R=local T=box',
    ]);
  });

  it('that a router refuses is told to its errors_to', async () => {
    const sections = SECTIONS.replace('  data = :fail:', '  errors_to = owner@example.org\n  data = :fail:');
    const { sent } = await tried({ sections }, 'bad@example.org');
    expect(sent.map(({ recipients }) => recipients)).toEqual([['owner@example.org']]);
  });

  it('goes once to a mailbox, however its domain is written', async () => {
    const { deliveries } = await tried({}, 'ann@example.org', 'ann@EXAMPLE.org', 'Ann@example.org');
    expect(deliveries.flatMap(({ recipients }) => recipients.map(({ address }) => address))).toEqual([
      'ann@example.org',
      'Ann@example.org',
    ]);
  });

  it('has somebody told of what could not be read in a redirection', async () => {
    const sections = SECTIONS.replace(
      'remote:\n',
      'list:\n  driver = redirect\n  local_parts = list\n  data = ann, <broken\n  skip_syntax_errors\n  syntax_errors_to = owner-$local_part@example.org\n  syntax_errors_text = Dear owner\nremote:\n',
    );
    const { sent } = await tried({ sections }, 'list@example.org');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ sender: '', recipients: ['owner-list@example.org'] });
    expect(sent[0]!.text).toMatch(
      /^Auto-Submitted: auto-replied\nFrom: .*\nTo: owner-list@example.org\nSubject: error\(s\) in forwarding or filtering\n\nReferences: <one@example.net>\nDear owner\n\nThe list router encountered the following error\(s\):\n\n {2}.* in the address\n {2}".*"\n\nOther addresses were processed normally.\n$/s,
    );
  });

  it('to a command is forbidden before anybody asks for its transport', async () => {
    const redirect = (more: string) =>
      SECTIONS.replace(
        'remote:\n',
        `pipe:\n  driver = redirect\n  local_parts = pipe\n  data = |/bin/true\n${more}remote:\n`,
      );
    const forbidden = await tried({ sections: redirect('  forbid_pipe\n') }, 'pipe@example.org');
    expect(forbidden.lines[0]).toBe('** |/bin/true <pipe@example.org> R=pipe: delivery to pipe forbidden');
    const unset = await tried({ sections: redirect('') }, 'pipe@example.org');
    expect(unset.lines[0]).toBe(
      '== |/bin/true <pipe@example.org> R=pipe defer (-30): pipe_transport unset in pipe router',
    );
  });

  it('to a file or a command says whether somebody outside had a say in its name', async () => {
    const sections = SECTIONS.replace(
      'remote:\n',
      'special:\n  driver = redirect\n  local_parts = x : y\n  data = ${if eq{$local_part}{x}{|/bin/cat $local_part}{/dir/own}}\n  file_transport = box\n  pipe_transport = box\nremote:\n',
    );
    const { deliveries } = await tried({ sections }, 'x@example.org', 'y@example.org');
    const said = deliveries.flatMap(({ recipients }) => recipients.map((one) => [one.address, one.isTainted]));
    expect(said).toEqual([
      ['/dir/own', false],
      ['|/bin/cat x', true],
    ]);
  });

  it('to an address says whether somebody outside had a say in it', async () => {
    const sections = SECTIONS.replace(
      'remote:\n',
      'aliases:\n  driver = redirect\n  local_parts = x : y\n  data = ${if eq{$local_part}{x}{z@example.org}{z$local_part@example.org}}\nboxes:\n  driver = accept\n  local_parts = z : zy : w\n  transport = box\nremote:\n',
    );
    const { deliveries } = await tried({ sections }, 'x@example.org', 'y@example.org', 'w@example.org');
    const said = deliveries.flatMap(({ recipients }) =>
      recipients.map(({ address, isTainted, isParentTainted }) => [address, isTainted, isParentTainted]),
    );
    expect(said).toEqual([
      ['z@example.org', false, true],
      ['zy@example.org', true, true],
      ['w@example.org', true, undefined],
    ]);
  });

  it('goes to those that a list has, once each', async () => {
    const { lines, deliveries } = await tried({}, 'team@example.org', 'bob@example.org');
    expect(lines).toEqual([
      '** bad@example.org <team@example.org> R=bad: no such person',
      '=> ann <team@example.org> R=local T=box',
      '=> bob <team@example.org> R=local T=box',
      'Completed',
    ]);
    expect(deliveries).toHaveLength(2);
  });

  it('for nobody is thrown away', async () => {
    expect((await tried({}, 'hole@example.org')).lines).toEqual([
      '=> :blackhole: <hole@example.org> R=hole',
      'Completed',
    ]);
  });

  it('waits with those who are deferred, and knows who is done', async () => {
    const { lines, spool, id, sent } = await tried({}, 'later@example.org', 'bob@example.org');
    expect(lines).toEqual([
      '== later@example.org R=later defer (-1): come again',
      '=> bob <bob@example.org> R=local T=box',
    ]);
    const read = await spool.read(id);
    expect(read.ok && read.value.progress).toMatchObject([
      { address: 'bob@example.org', status: 'done', router: 'local', transport: 'box' },
      { address: 'later@example.org', status: 'deferred', text: 'come again', attempts: 1 },
    ]);
    expect(sent).toHaveLength(0);
  });

  it('to an address that nothing takes is returned', async () => {
    const { lines, sent } = await tried({}, 'who@example.edu');
    expect(lines).toEqual(['** who@example.edu: Unrouteable address', 'Completed']);
    expect(sent[0]).toMatchObject({ sender: '', recipients: ['ann@example.net'] });
  });

  it('stays where its bounce cannot be made', async () => {
    const { kind, spool } = await tried({ refusesReports: true }, 'bad@example.org');
    expect(kind).toBe('waiting');
    expect(await spool.count()).toBe(1);
  });

  it('goes to other hosts in one delivery for all addresses that have the same', async () => {
    const host = { name: 'mx.example.com', address: '192.0.2.1' };
    const { lines, deliveries } = await tried(
      { answer: () => ({ host, confirmation: '250 ok' }) },
      'a@example.com',
      'b@example.com',
    );
    expect(deliveries.map(({ recipients }) => recipients.map(({ address }) => address))).toEqual([
      ['a@example.com', 'b@example.com'],
    ]);
    expect(lines).toEqual([
      '=> a@example.com R=remote T=out H=mx.example.com [192.0.2.1]',
      '-> b@example.com R=remote T=out H=mx.example.com [192.0.2.1]',
      'Completed',
    ]);
  });
});

describe('a message that something breaks in upon', () => {
  /** What is done with its claim, and how many reports there were by then. */
  async function watched(sections: string, update: (written: ClaimWrites) => ClaimWrites, ...addresses: string[]) {
    const post = openPost({ sections });
    const id = await post.arrive(to(...addresses));
    const claimed = await post.spool.claim(id, 60_000);
    if (!claimed.ok) throw new Error(claimed.error.message);
    const acts: string[] = [];
    const claim: Claim = {
      ...claimed.value,
      update: async (change) => {
        acts.push(
          `${change.progress?.map(({ address, status }) => `${address} ${status}`).join()}, ${post.sent.length} sent`,
        );
        return update(claimed.value.update)(change);
      },
      remove: async () => {
        acts.push(`gone, ${post.sent.length} sent`);
        return claimed.value.remove();
      },
    };
    const { kind } = await post.deliver(id, { claim });
    return { ...post, acts, kind };
  }
  type ClaimWrites = Claim['update'];
  const as = (written: ClaimWrites): ClaimWrites => written;

  it('knows what has gone before anybody is told of what has not', async () => {
    const { acts } = await watched(SECTIONS, as, 'bob@example.org', 'bad@example.org');
    expect(acts).toEqual(['bob@example.org done, 0 sent', 'gone, 1 sent']);
  });

  it('is taken out in one step where all has gone', async () => {
    expect((await watched(SECTIONS, as, 'bob@example.org')).acts).toEqual(['gone, 0 sent']);
  });

  it('is noted as delivered before a program hears of it, which takes as long as it likes', async () => {
    const heard = SECTIONS.replace('  file = /var/mail/all\n', '  file = /var/mail/all\n  event_action = heard\n');
    const { acts } = await watched(heard, as, 'bob@example.org');
    expect(acts).toEqual(['bob@example.org done, 0 sent', 'gone, 0 sent']);
  });

  it('is left to who has taken it over: nothing more is begun', async () => {
    const lost = async () =>
      err({ code: 'spool/lost' as const, message: 'another has it', fault: 'local' as const, temporary: true });
    const { deliveries, kind } = await watched(
      SECTIONS,
      () => lost,
      'ann@example.org',
      'bob@example.org',
      'x@example.com',
    );
    expect(deliveries).toHaveLength(1);
    expect(kind).not.toBe('waiting');
  });

  it('waits for its next time where the bug is ours, and is nobody\u2019s meanwhile', async () => {
    const post = openPost({ sections: SECTIONS });
    const id = await post.arrive(to('bob@example.org'));
    const { hints } = post.spool;
    Object.assign(post.spool, {
      hints: () => {
        throw new Error('not thought of');
      },
    });
    expect(await post.deliver(id)).toEqual({ kind: 'lost' });
    expect(post.log.join('\n')).toMatch(/a bug in mxray, and the message waits: Error: not thought of/);
    Object.assign(post.spool, { hints });
    expect(await post.deliver(id)).toEqual({ kind: 'completed' });
  });
});

describe('several addresses', () => {
  const many = Array.from({ length: 5 }, (_, index) => `a${index}@example.com`);
  const sizes = async (sections: string): Promise<readonly number[]> => {
    const { deliveries } = await tried({ sections }, ...many);
    return deliveries.map(({ recipients }) => recipients.length);
  };

  it('go together as far as max_rcpt lets them', async () => {
    expect(await sizes(SECTIONS.replace('driver = smtp\n', 'driver = smtp\n  max_rcpt = 2\n'))).toEqual([2, 2, 1]);
  });

  it('on this host as far as batch_max does', async () => {
    const here = SECTIONS.replace('domains = example.com', 'domains = example.edu').replace(
      'domains = example.org\n  transport',
      'transport',
    );
    expect(await sizes(here)).toEqual([1, 1, 1, 1, 1]);
    expect(await sizes(here.replace('all\n', 'all\n  batch_max = 3\n'))).toEqual([3, 2]);
  });
});

describe('a bounce', () => {
  it('has words, fields and the message', async () => {
    const { sent } = await tried({}, 'bad@example.org', 'team@example.org');
    const [{ text = '' } = {}] = sent;
    expect(text.replace(/\d+-eximdsn-\d+/g, 'B')).toBe(`X-Failed-Recipients: bad@example.org,
  bad@example.org
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@example.org>
To: ann@example.net
References: <one@example.net>
Content-Type: multipart/report; report-type=delivery-status; boundary=B
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender

--B
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bad@example.org
    (generated from team@example.org)
    no such person
  bad@example.org
    no such person

--B
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Action: failed
Final-Recipient: rfc822;bad@example.org
Status: 5.0.0

Action: failed
Final-Recipient: rfc822;team@example.org
Status: 5.0.0

--B
Content-type: message/rfc822

Return-path: <ann@example.net>
From: ann@example.net
Subject: hello
Message-Id: <one@example.net>

This is
the body.

--B--
`);
  });

  it('tells what another host said', async () => {
    const said = 'SMTP error from remote mail server after RCPT TO:<a@example.com>: 550 5.1.1 no a here';
    const host = { name: 'mx.example.com', address: '192.0.2.1' };
    const { sent, lines } = await tried(
      { answer: () => ({ status: 'failed', host, text: said, userText: said }) },
      'a@example.com',
    );
    expect(lines[0]).toBe(`** a@example.com R=remote T=out H=mx.example.com [192.0.2.1]: ${said}`);
    expect(sent[0]?.text).toContain(
      '  a@example.com\n    host mx.example.com [192.0.2.1]\n' +
        '    SMTP error from remote mail server after RCPT TO:<a@example.com>:\n    550 5.1.1 no a here\n',
    );
    expect(sent[0]?.text).toContain('Remote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 550 5.1.1 no a here\n');
  });

  it('says nothing of what a delivery on this host said, unless it may', async () => {
    const { sent } = await tried({ answer: () => ({ status: 'failed', text: 'secret' }) }, 'bob@example.org');
    expect(sent[0]?.text).toContain('failed:\n\n  bob@example.org\n\n--');
    expect(sent[0]?.text).not.toContain('secret');
  });

  it('is frozen when it fails itself', async () => {
    const post = openPost({ sections: SECTIONS });
    const id = await post.arrive({ ...to('bad@example.org'), sender: '' });
    expect((await post.deliver(id)).kind).toBe('frozen');
    expect(post.log).toEqual([
      `${id} ** bad@example.org R=bad: no such person`,
      `${id} Frozen (delivery error message)`,
    ]);
    expect((await post.deliver(id)).kind).toBe('still-frozen');
    expect(post.log.at(-1)).toBe(`${id} Message is frozen`);
    expect(post.sent).toHaveLength(0);
  });

  it('goes nowhere where nobody wants it (RFC 3461 §4.1)', async () => {
    const post = openPost({ sections: SECTIONS });
    const id = await post.arrive({ recipients: [{ address: 'bad@example.org', notify: ['NEVER'] }] });
    await post.deliver(id);
    expect(post.sent).toHaveLength(0);
    expect(post.log).toContain(`${id} bad@example.org: error ignored: RFC 3461 DSN, failure notify not requested`);
  });
});

describe('who wanted to know of success', () => {
  it('hears where the next hop will not tell, by the address as it came', async () => {
    const host = { name: 'mx.example.com', address: '192.0.2.1' };
    const post = openPost({
      sections: SECTIONS,
      answer: (delivery) => (delivery.transport.name === 'out' ? { host } : {}),
    });
    const wants = (address: string) => ({ address, notify: ['SUCCESS' as const] });
    const id = await post.arrive({
      recipients: [wants('ok@example.com'), wants('team@example.org'), { address: 'bob@example.org' }],
      dsn: { envid: 'a+2Bb', ret: 'HDRS' },
    });
    await post.deliver(id);
    const { text = '' } = post.sent[0] ?? {};
    expect(text).toContain('Subject: Delivery Status Notification\n');
    expect(text).toContain(
      '<team@example.org> (relayed via non "Remote SMTP" router)\n\n<ok@example.com> (relayed to non-DSN-aware mailer)\n',
    );
    expect(text).toContain('Original-Envelope-ID: a+2Bb\n');
    expect(text).toContain('Remote-MTA: dns; mx.example.com\nDiagnostic-Code: smtp; 250 Ok\n');
    expect(text).not.toContain('This is');
  });

  it('hears nothing of us where the next hop does tell', async () => {
    const host = { name: 'mx.example.com', address: '192.0.2.1' };
    const post = openPost({ sections: SECTIONS, answer: () => ({ host, dsnAware: true }) });
    const id = await post.arrive({ recipients: [{ address: 'ok@example.com', notify: ['SUCCESS'] }] });
    await post.deliver(id);
    expect(post.sent).toHaveLength(0);
  });
});

describe('a crash', () => {
  it('after one of two deliveries makes no second copy of the first', async () => {
    let isFirst = true;
    const post = openPost({
      sections: SECTIONS,
      answer: ({ transport }) => (transport.name === 'out' && isFirst ? { status: 'deferred', errno: -18 } : {}),
    });
    const id = await post.arrive(to('bob@example.org', 'a@example.com'));
    await post.deliver(id);
    isFirst = false;
    await post.deliver(id, { isForced: true });
    expect(post.deliveries.map(({ recipients }) => recipients[0]!.address)).toEqual([
      'bob@example.org',
      'a@example.com',
      'a@example.com',
    ]);
  });
});

describe('what was tried', () => {
  const host = { name: 'mx.example.com', address: '192.0.2.1', port: 25 };
  const refuses = {
    sections: SECTIONS,
    answer: () => ({ status: 'deferred' as const, errno: -44, text: '450 come again' }),
    hosts: () => [{ host, result: 'deferred' as const, errno: 111 }],
  };

  it('is kept with the message that waits, and when it is tried again', async () => {
    const post = openPost(refuses);
    const id = await post.arrive(to('a@example.com', 'b@example.com'));
    await post.deliver(id);
    expect(await post.spool.attempts(id)).toEqual([
      {
        atMs: post.nowMs(),
        tookMs: 0,
        router: 'remote',
        transport: 'out',
        recipients: ['a', 'b'].map((name) => ({
          address: `${name}@example.com`,
          status: 'deferred',
          errno: -44,
          text: '450 come again',
        })),
        hosts: [{ host: 'mx.example.com [192.0.2.1]:25', result: 'deferred', errno: 111 }],
      },
    ]);
    const read = await post.spool.read(id);
    expect(read.ok && read.value.progress).toMatchObject([
      { attempts: 1, nextAttemptAtMs: post.nowMs() + HOUR_MS / 4 },
      { attempts: 1, nextAttemptAtMs: post.nowMs() + HOUR_MS / 4 },
    ]);
  });

  it('is kept short, by its beginning and its end', async () => {
    const post = openPost({
      ...refuses,
      transcript: Array.from({ length: 5000 }, (_, number) => `> RCPT TO:<user${number}@example.com>`),
    });
    const id = await post.arrive(to('a@example.com'));
    await post.deliver(id);
    const [attempt] = await post.spool.attempts(id);
    const lines = attempt?.transcript ?? [];
    expect(lines.join('').length).toBeLessThan(17 * 1024);
    expect([lines[0], lines.at(-1)]).toEqual(['> RCPT TO:<user0@example.com>', '> RCPT TO:<user4999@example.com>']);
    expect(lines.find((line) => line.startsWith('= '))).toBe(`= ${5001 - lines.length} lines are left out`);
  });

  it('stays the last that is known while its time has not come, and nothing is written', async () => {
    let isFirst = true;
    const post = openPost({
      ...refuses,
      answer: () =>
        isFirst ? refuses.answer() : { status: 'deferred', errno: -54, text: 'retry time not reached for any host' },
    });
    const id = await post.arrive(to('a@example.com'));
    await post.deliver(id);
    isFirst = false;
    const before = await post.spool.read(id);
    post.pass(60_000);
    Object.assign(post.ports, { configuredAtMs: post.nowMs() }); // else it would not be opened
    expect(await post.runQueue()).toBe(1);
    expect(await post.spool.read(id)).toEqual(before);
    expect(await post.spool.attempts(id)).toHaveLength(1);
  });
});
