/**
 * Loads dist/mxray.cjs with V8's code cache, which Node 20 has no ready-made way to do (module.enableCompileCache came
 * with 22.1). The cache holds what was compiled in a run, lazy functions included; it is written at the end of one, when
 * there is none, and only a file of our own in a private folder is believed.
 */
const {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} = require('node:fs');
const { createRequire } = require('node:module');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const BUG = 70;

/**
 * What the bundle calls instead of `import` (see build.mjs): a script out of the code cache has lost the loader that
 * `importModuleDynamically` gave it, and fails at its first import.
 */
const IMPORT = '__mxrayImport';
const importFrom = (file) => (specifier) => {
  if (!specifier.startsWith('.')) return import(specifier);
  const { pathToFileURL } = require('node:url');
  return import(new URL(specifier, pathToFileURL(file)).href);
};

async function start(words) {
  const root = dirname(__dirname);
  const file = join(root, 'dist', 'mxray.cjs');
  if (!existsSync(file)) {
    process.stderr.write('mxray: not built yet: run "npm run build" in its folder\n');
    process.exit(BUG);
  }
  const { script, remember } = compile(file, words);
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
  remember(commands);
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

function compile(file, words) {
  const { size, mtimeMs } = statSync(file);
  const build = `${process.version}-${process.arch}-${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}`;
  const folder = cacheFolder();
  const cachedData = folder === undefined ? undefined : readFirst(candidates(words), folder, build);
  const source = `(function (exports, require, module, __filename, __dirname, ${IMPORT}) {${readFileSync(file, 'latin1')}\n})`;
  const script = new Script(source, {
    filename: file,
    ...(cachedData !== undefined && { cachedData }),
  });
  const isFresh = cachedData !== undefined && script.cachedDataRejected !== true;
  const remember = (commands) => {
    const name = candidates(words).find((candidate) => Object.hasOwn(commands, candidate.replace('-', ':')));
    if (!isFresh && folder !== undefined && name !== undefined)
      write(folder, build, `${build}-${name}.v8`, script.createCachedData());
  };
  return { script, remember };
}

/** Each command has a cache of its own, as what one compiles another does not need: its name is two words, or one. */
function candidates(words) {
  return [words.slice(0, 2).join('-'), words[0] ?? ''].filter((name) => /^[a-z]{1,16}(-[a-z]{1,16})?$/.test(name));
}

function readFirst(names, folder, build) {
  for (const name of names) {
    const data = readOwn(join(folder, `${build}-${name}.v8`));
    if (data !== undefined) return data;
  }
  return undefined;
}

/** Undefined where there is no place for it, or it was switched off. */
function cacheFolder() {
  if (process.env.MXRAY_NO_CODE_CACHE) return undefined;
  const base = process.env.XDG_CACHE_HOME || (homedir() && join(homedir(), '.cache'));
  return base ? join(base, 'mxray') : undefined;
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

/** Never an error: without a cache the next start is slower, and that is all. Those of other builds go. */
function write(folder, build, name, data) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(folder);
    if (process.getuid !== undefined && (uid !== process.getuid() || (mode & 0o022) !== 0)) return;
    const temporary = join(folder, `${name}.${process.pid}`);
    writeFileSync(temporary, data, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, join(folder, name));
    for (const other of readdirSync(folder)) if (!other.startsWith(build)) unlinkSync(join(folder, other));
  } catch {
    // a read-only home, a full disk
  }
}

module.exports = { start };
