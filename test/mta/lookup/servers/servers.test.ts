import { describe, expect, it } from 'vitest';
import { expand, isFailure, parseExpansion } from '../../../../src/mta/expand/index.ts';
import { createHost } from '../../../../src/mta/host/index.ts';
import { splitWords } from '../../../../src/mta/lookup/drivers/redis.ts';
import { type Attempt, askServers } from '../../../../src/mta/lookup/servers/ask.ts';
import { parseLdapQuery } from '../../../../src/mta/lookup/servers/ldap-query.ts';
import { parseServer } from '../../../../src/mta/lookup/servers/place.ts';
import { answerOfReply } from '../../../../src/mta/lookup/servers/redis-reply.ts';
import { formatRow } from '../../../../src/mta/lookup/servers/rows.ts';
import { loadSqlite, openSqlite, splitStatements } from '../../../../src/mta/lookup/servers/sqlite-file.ts';
import type { LookupPorts } from '../../../../src/mta/lookup/types.ts';

describe('a server of a list', () => {
  it('counts its fields from the right, so that a path may have slashes', () => {
    expect(parseServer('pgSQL', '(/run/pg/.s.PGSQL.5432)/mail/exim/geheim', 3)).toMatchObject({
      socket: '/run/pg/.s.PGSQL.5432',
      fields: ['mail', 'exim', 'geheim'],
      shown: '/run/pg/.s.PGSQL.5432',
    });
  });

  it('has its port behind a colon, and behind a dot where there are several', () => {
    expect(parseServer('MySQL', 'db.example:3307/a/b/c', 3)).toMatchObject({ host: 'db.example', port: 3307 });
    expect(parseServer('MySQL', '::1.3307/a/b/c', 3)).toMatchObject({ host: '::1', port: 3307 });
    expect(parseServer('MySQL', '::1/a/b/c', 3)).toMatchObject({ host: '::1' });
  });

  it('shows no password where a slash is missing', () => {
    expect(parseServer('Redis', '127.0.0.1/secret', 2)).toMatchObject({
      kind: 'deferred',
      message: 'incomplete Redis server data: 127.0.0.1',
    });
  });
});

describe('servers in turn', () => {
  const ask = async (replies: Record<string, Attempt>, key: string, options: readonly string[] = []) => {
    const asked: string[] = [];
    const family = {
      name: 'MySQL',
      option: 'mysql_servers',
      ask: async (server: string) => {
        asked.push(server);
        return replies[server]!;
      },
    };
    const ports = { option: () => 'a/x/y/z:b/x/y/z' } as unknown as LookupPorts;
    const answer = await askServers(family, { key, source: '', options, depth: 0, turn: 0 }, ports);
    return { answer, asked };
  };
  const down: Attempt = { kind: 'next', message: 'down' };

  it('goes on to the next only where one cannot answer', async () => {
    const found = await ask({ 'a/x/y/z': down, 'b/x/y/z': { kind: 'not-found' } }, 'q');
    expect(found).toEqual({ answer: { kind: 'not-found' }, asked: ['a/x/y/z', 'b/x/y/z'] });
    expect((await ask({ 'a/x/y/z': { kind: 'not-found' } }, 'q')).asked).toEqual(['a/x/y/z']);
  });

  it('defers, and never finds nothing, where all are down', async () => {
    const { answer } = await ask({ 'a/x/y/z': down, 'b/x/y/z': { kind: 'next', message: 'down, too' } }, 'q');
    expect(answer).toEqual({ kind: 'deferred', message: 'down, too' });
  });

  it('takes servers of the type and of the old form, found by their beginning', async () => {
    const one: Attempt = { kind: 'found', text: '1' };
    expect((await ask({ 'b/x/y/z': one }, 'q', ['servers=b'])).asked).toEqual(['b/x/y/z']);
    expect((await ask({ 'b/x/y/z': one }, 'servers=b; q')).asked).toEqual(['b/x/y/z']);
    expect((await ask({}, 'q', ['servers=c'])).answer).toMatchObject({
      message: 'MySQL server "c" not found in mysql_servers',
    });
  });
});

describe('texts', () => {
  it('quotes values of several columns, as Exim does', () => {
    expect(formatRow(['a'], ['x y'])).toBe('x y');
    expect(formatRow(['a', 'b', 'c', 'd'], ['x', 'x y', null, '"\\ '])).toBe('a=x b="x y" c="" d="\\"\\\\ " ');
  });

  it('splits a command of redis into words, escapes taken away, and no more than 32', () => {
    expect(splitWords(' get  a\\ b\\\\ ').map(String)).toEqual(['get', 'a b\\']);
    expect(splitWords('x '.repeat(40))).toHaveLength(32);
  });

  it('makes text of replies of redis', () => {
    const text = (reply: Parameters<typeof answerOfReply>[0]) => {
      const answer = answerOfReply(reply, 's');
      return answer.kind === 'found' ? answer.text : answer.kind;
    };
    expect([text('2'), text('0'), text(null), text(Buffer.from('OK'))]).toEqual(['true', 'false', '', 'OK']);
    expect(text([Buffer.from('a'), '7', [Buffer.from('b'), [Buffer.from('deep')]]])).toBe('a\n7\nb');
    expect(text([])).toBe('not-found');
  });

  it('splits statements of sqlite outside quotes', () => {
    expect(splitStatements("select ';'; select 2; -- end;")).toEqual(["select ';'", ' select 2']);
  });

  it('tells what is wrong with a query of ldap', () => {
    const message = (query: string) => (parseLdapQuery(query) as { message?: string }).message;
    expect(message('foo=1 ldap:///')).toBe('unknown parameter "foo=" precedes LDAP URL');
    expect(message('foo ldap:///')).toBe('malformed parameter setting precedes LDAP URL');
    expect(message('ldap:///dc=x?a?sub?(b=%2A)')).toBeUndefined();
  });
});

/** A port of loopback where nobody listens. */
const NOBODY = '127.0.0.1::1';
it.each([
  ['redis', 'get x', `${NOBODY}//geheim`],
  ['pgsql', 'select 1', `${NOBODY}/a/b/geheim`],
  ['mysql', 'select 1', `${NOBODY}/a/b/geheim`],
])('%s defers without a server, and shows no password', async (type, query, server) => {
  const host = createHost({ configuration: { options: { [`${type}_servers`]: server }, lists: [], macros: {} } });
  const outcome = await expand(parseExpansion(`\${lookup ${type}{${query}}{yes}{no}}`), host);
  await host.close();
  expect(outcome).toMatchObject({ kind: 'deferred' });
  expect(JSON.stringify(outcome)).not.toContain('geheim');
});

describe('a file of SQLite', () => {
  const rowsOf = async (statement: string) => {
    const open = await loadSqlite();
    if (isFailure(open)) throw new Error(open.message);
    const file = openSqlite(open, ':memory:', 0);
    file.rows('create table users (name, uid)');
    file.rows(`insert into users values ('ann', 7), ('b"o', 8)`);
    try {
      return file.rows(statement).rows;
    } finally {
      file.end();
    }
  };

  it.each([
    ['select uid from users where name="ann"', [['7']]],
    ['select uid from users where "name"="ann"', [['7']]],
    [`select uid from users where name="b""o" and 'x'="x"`, [['8']]],
    ['select "x" || \'"x"\'', [['x"x"']]],
  ])('takes a word in double quotes that is no column for a text: %s', async (statement, rows) =>
    expect(await rowsOf(statement)).toEqual(rows),
  );

  it('and a column that is not there for a mistake', async () => {
    await expect(rowsOf('select missing from users')).rejects.toThrow('no such column');
  });
});
