import { describe, expect, it } from 'vitest';
import { Feed } from '../../../../src/mta/receive/cutthrough/feed.ts';

const KIB = 1024;

const read = async (feed: Feed): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const part of feed.read()) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
};

describe('octets on their way to a next hop', () => {
  it('come out as they went in, whoever is faster', async () => {
    const feed = new Feed();
    feed.push(Buffer.from('one '));
    const all = read(feed);
    await Promise.resolve();
    feed.push(Buffer.from('two '));
    feed.push(Buffer.from('three'));
    feed.end();
    expect(await all).toBe('one two three');
  });

  it('are copies: the socket may read into the same octets again', async () => {
    const feed = new Feed();
    const octets = Buffer.from('first');
    feed.push(octets);
    octets.fill('x');
    feed.end();
    expect(await read(feed)).toBe('first');
  });

  it('make the client wait behind 256 KiB, until somebody reads', async () => {
    const feed = new Feed();
    expect(feed.push(Buffer.alloc(255 * KIB))).toBeUndefined();
    const full = feed.push(Buffer.alloc(KIB));
    let isOver = false;
    void full!.then(() => {
      isOver = true;
    });
    await Promise.resolve();
    expect(isOver).toBe(false);
    await feed.read().next();
    await full;
    expect(isOver).toBe(true);
  });

  it('let the client go on where nobody reads any more', async () => {
    const feed = new Feed();
    const full = feed.push(Buffer.alloc(300 * KIB));
    feed.stop();
    await full;
    expect(feed.push(Buffer.alloc(300 * KIB))).toBeUndefined();
  });

  it('break off with a failure, so that no dot follows', async () => {
    const feed = new Feed();
    feed.push(Buffer.from('half'));
    const reader = feed.read();
    expect((await reader.next()).value).toEqual(Uint8Array.from(Buffer.from('half')));
    const next = reader.next();
    feed.breakOff();
    await expect(next).rejects.toMatchObject({ failure: { code: 'cutthrough/broken-off', temporary: true } });
  });
});
