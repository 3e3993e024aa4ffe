/**
 * The real lmdb, with moments at which the process can be told to die: given to the bundled worker in its place.
 *
 * A moment is named by `KILL_AT`, and `KILL_AFTER` says at which of its times.
 */
import { createRequire } from 'node:module';
import type * as Lmdb from 'lmdb';
import { moment } from './moments.ts';

const real = createRequire(`${process.env.REPOSITORY}/package.json`)('lmdb') as typeof Lmdb;

type Conditional = (key: unknown, versionOrAct: unknown, act?: unknown) => Promise<boolean>;

export function open(options: Lmdb.RootDatabaseOptionsWithPath): Lmdb.RootDatabase {
  const env = real.open(options);
  const openDatabase = env.openDB.bind(env) as (options: { name: string }) => Lmdb.Database;
  env.openDB = ((inner: { name: string }) => {
    const database = openDatabase(inner);
    if (inner.name === 'queue')
      database.ifNoExists = watched('commit', database.ifNoExists.bind(database) as Conditional) as never;
    if (inner.name === 'claims')
      database.ifVersion = watched('change', database.ifVersion.bind(database) as Conditional) as never;
    if (inner.name === 'trays')
      database.ifVersion = watched('filing', database.ifVersion.bind(database) as Conditional) as never;
    return database;
  }) as typeof env.openDB;
  return env;
}

function watched(what: string, write: Conditional): Conditional {
  return (...args) => {
    const written = write(...args);
    moment(`${what}-asked`);
    written.then(() => moment(`${what}-seen`)).catch(() => {});
    return written;
  };
}
