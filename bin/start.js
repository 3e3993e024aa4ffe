/**
 * Loads dist/mxray.cjs with V8's code cache, which Node 20 has no ready-made way to do (module.enableCompileCache came
 * with 22.1). The cache holds what was compiled in a run, lazy functions included; it is written at the end of one, when
 * there is none, and only a file of our own in a private folder is believed.
 */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

const BUG = 70;

/**
 * What the bundle calls instead of `import` (see build.mjs): a script out of the code cache has lost the loader that
 * `importModuleDynamically` gave it, and fails at its first import.
 */
const IMPORT = '__mxrayImport';
const importFrom = (file) => (specifier) =>
  import(specifier.startsWith('.') ? new URL(specifier, pathToFileURL(file)).href : specifier);

export async function start(words, rootUrl) {
  const root = fileURLToPath(rootUrl);
  const file = join(root, 'dist', 'mxray.cjs');
  if (!existsSync(file)) {
    process.stderr.write('mxray: not built yet: run "npm run build" in its folder\n');
    process.exit(BUG);
  }
  const { script, remember } = compile(file);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file), importFrom(file));
  const { main, commands, version } = module.exports;
  try {
    await main(words, { commands, root, version });
  } catch (error) {
    process.stderr.write(`mxray: a bug in mxray: ${error?.message ?? error}\n`);
    if (words.includes('--trace') || words.includes('-v')) process.stderr.write(`${error?.stack}\n`);
    process.exitCode = BUG;
  }
  remember();
  await flushed(process.stdout);
  await flushed(process.stderr);
  process.exit();
}

function flushed(stream) {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}

function compile(file) {
  const { size, mtimeMs } = statSync(file);
  const cacheFile = cachePath(
    `${process.version}-${process.arch}-${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}`,
  );
  const cachedData = cacheFile === undefined ? undefined : readOwn(cacheFile);
  const source = `(function (exports, require, module, __filename, __dirname, ${IMPORT}) {${readFileSync(file, 'utf8')}\n})`;
  const script = new Script(source, {
    filename: file,
    ...(cachedData !== undefined && { cachedData }),
  });
  const isFresh = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    script,
    remember: () => (isFresh || cacheFile === undefined ? undefined : write(cacheFile, script.createCachedData())),
  };
}

/** Undefined where there is no place for it, or it was switched off. */
function cachePath(key) {
  if (process.env.MXRAY_NO_CODE_CACHE) return undefined;
  const base = process.env.XDG_CACHE_HOME || (homedir() && join(homedir(), '.cache'));
  return base ? join(base, 'mxray', `${key}.v8`) : undefined;
}

/** A cache is code: it is taken only from a file of ours that nobody else may write. */
function readOwn(path) {
  let handle;
  try {
    handle = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    const { uid, mode } = fstatSync(handle);
    const isOurs = process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
    return isOurs ? readFileSync(handle) : undefined;
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Never an error: without a cache the next start is slower, and that is all. */
function write(path, data) {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(dirname(path));
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return;
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, data, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, path);
  } catch {
    // a read-only home, a full disk
  }
}
