/** Reports in the languages of `dsn_language`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDsn } from '../../../src/core/dsn/index.ts';
import { decodeWords } from '../../../src/core/mime/index.ts';
import { openPost } from '../../support/mta/delivery.ts';

const SECTIONS = `begin routers
bad:
  driver = redirect
  allow_fail
  data = :fail: gesch\u00fctzt
`;
const folder = mkdtempSync(join(tmpdir(), 'mxray-languages-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A bounce as it is sent, and what was complained of. */
async function bounced(main: string) {
  const post = openPost({ main, sections: Buffer.from(SECTIONS, 'utf8').toString('latin1') });
  await post.deliver(await post.arrive({ recipients: [{ address: 'bad@example.org' }] }));
  return { text: post.sent.at(-1)!.text, log: post.log };
}

const wordsIn = (text: string): string => text.split(/\n--\S+\n/)[1]!;
const decoded = (words: string): string =>
  Buffer.from(
    words
      .replace(/=\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

describe('a report in another language', () => {
  it('has its subject and its words, in ASCII on their way, and stays a report (RFC 6522, RFC 3464)', async () => {
    const { text } = await bounced('dsn_language = de\n');
    expect(text).not.toMatch(/[^\x00-\x7f]/);
    expect(decodeWords(/^Subject: (.*)$/m.exec(text)![1]!)).toBe('Ihre Nachricht konnte nicht zugestellt werden');
    const words = wordsIn(text);
    expect(words).toContain(
      'Content-type: text/plain; charset=utf-8\nContent-Language: de\nContent-Transfer-Encoding: quoted-printable\n\n',
    );
    expect(decoded(words)).toContain('Ihre Nachricht konnte den folgenden Empfängern nicht zugestellt werden');
    expect(decoded(words)).toContain('geschützt');
    const report = parseDsn(Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1'));
    expect(report).toMatchObject({ ok: true });
  });

  it('has several one below the other, each once, and the subject of the first', async () => {
    const { text } = await bounced('dsn_language = fr-CA, fr;q=0.9, en\n');
    expect(wordsIn(text)).toContain('Content-Language: fr, en\n');
    expect(decoded(wordsIn(text))).toMatch(/automatique[\s\S]*could not be delivered/);
    expect(decodeWords(/^Subject: (.*)$/m.exec(text)![1]!)).toMatch(/message/i);
  });

  it('is chosen for each message', async () => {
    const { text } = await bounced('dsn_language = ${if match{$sender_address}{@}{it}{nl}}\n');
    expect(wordsIn(text)).toContain('Content-Language: it\n');
  });

  it('is none that is not known: that is complained of, and the words are the usual ones', async () => {
    const { text, log } = await bounced('dsn_language = tlh\n');
    expect(text).toContain('Subject: Mail delivery failed: returning message to sender\n');
    expect(log.join('\n')).toContain(
      'dsn_language: reports are not written in "tlh": there are en, de, fr, es, it, nl, pt',
    );
  });

  it('goes behind the words of a file of one’s own', async () => {
    const file = join(folder, 'bounce');
    writeFileSync(file, 'Subject: ours\n****\nOur own words.\n');
    const { text } = await bounced(`dsn_language = de\nbounce_message_file = ${file}\n`);
    expect(text).toContain('Subject: ours\n');
    expect(wordsIn(text)).toMatch(/^Content-type: text\/plain; charset=us-ascii\n\nOur own words\./);
  });
});
