/**
 * Loads the bundle of a command's first word (build/bundles.mjs) with V8's code cache, which Node 20 has no ready-made way
 * to do (module.enableCompileCache came with 22.1). The cache holds what was compiled in a run, lazy functions included; it
 * is written at the end of one, when there is none, and only a file of our own in a private folder is believed.
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
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { Script } = require('node:vm');

const BUG = 70;
/** The bundle that has help, and what to say of words that are no command. */
const GUIDE = 'guide';

/**
 * What a bundle calls instead of `import` (see build/bundles.mjs): a script out of the code cache has lost the loader that
 * `importModuleDynamically` gave it, and fails at its first import.
 */
function importer(dist, bundles) {
  return async (specifier) => {
    if (!specifier.startsWith('.')) return import(specifier);
    if (specifier.endsWith('.cjs')) return bundles.load(specifier.slice(2, -4), [specifier.slice(2, -4)]);
    const { pathToFileURL } = require('node:url');
    return import(pathToFileURL(join(dist, specifier)).href);
  };
}

async function start(words) {
  const role = roleOf(words);
  const used = watchStreams();
  const root = dirname(__dirname);
  const bundles = createBundles(join(root, 'dist'));
  const topic = /^[a-z]+$/.test(words[0]) && bundles.has(words[0]) ? (role ?? words[0]) : GUIDE;
  if (!bundles.has(topic)) {
    process.stderr.write('mxray: not built yet: run "npm run build" in its folder\n');
    process.exit(BUG);
  }
  const { main, commands = {}, ids, version } = bundles.load(topic, cacheNames(words));
  try {
    await main(words, { commands, ids, version, root });
  } catch (error) {
    process.stderr.write(`mxray: a bug in mxray: ${error?.message ?? error}\n`);
    if (words.includes('--trace') || words.includes('-v')) process.stderr.write(`${error?.stack}\n`);
    process.exitCode = BUG;
  }
  const ran = cacheNames(words).find((name) => name === role || Object.hasOwn(commands, name.replace('-', ':')));
  bundles.remember({ [GUIDE]: GUIDE, [topic]: ran ?? (topic === GUIDE ? GUIDE : undefined) });
  for (const stream of used()) await flushed(stream);
  process.exit();
}

/** A process that another one of ours has started (base/process) may have a bundle of its own. */
function roleOf(words) {
  return process.env.MXRAY_ROLE === words[1] && words.length === 2 ? words.join('-') : undefined;
}

/** Node makes the standard streams when they are first asked for; one that nobody used is not made to be flushed. */
function watchStreams() {
  const seen = new Set();
  for (const name of ['stdout', 'stderr']) {
    const property = Object.getOwnPropertyDescriptor(process, name);
    const get = () => {
      seen.add(name);
      return property.get.call(process);
    };
    Object.defineProperty(process, name, { ...property, get });
  }
  return () => [...seen].map((name) => process[name]);
}

/** The bundles in a folder, each loaded once. */
function createBundles(dist) {
  const build = readBuild(dist);
  const folder = build === undefined ? undefined : cacheFolder();
  const loaded = new Map();
  const bundles = {
    has: (name) => existsSync(join(dist, `${name}.cjs`)),
    /** @param names  of the caches that may hold what will be called, the likeliest first */
    load(name, names) {
      const known = loaded.get(name);
      if (known !== undefined) return known.module.exports;
      const filename = join(dist, `${name}.cjs`);
      const cachedData = build && ((folder && readFirst(names, folder, build)) ?? readShipped(names, dist, build));
      const script = new Script(readFileSync(filename, 'latin1'), { filename, ...(cachedData && { cachedData }) });
      const module = { exports: {} };
      loaded.set(name, { script, module, isFresh: cachedData !== undefined && script.cachedDataRejected !== true });
      script.runInThisContext()(module.exports, require, module, importer(dist, bundles));
      return module.exports;
    },
    /** @param names  bundle → name of the cache to write, where there was none */
    remember(names) {
      const due = [...loaded].filter(([name, { isFresh }]) => !isFresh && names[name] !== undefined);
      if (folder === undefined || due.length === 0) return;
      usualFlags();
      for (const [name, { script }] of due)
        write(folder, build, `${build}-${names[name]}.v8`, script.createCachedData());
    },
  };
  return bundles;
}

/** A cache is believed only where V8's flags are as they were when it was written; patterns have set one (core/pcre). */
function usualFlags() {
  const { setFlagsFromString } = require('node:v8');
  setFlagsFromString('--no-enable-experimental-regexp-engine-on-excessive-backtracks');
}

/** What tells this build from others, on this Node; undefined while one is being made. */
function readBuild(dist) {
  try {
    return `${process.version}-${process.arch}-${readFileSync(join(dist, '.built'), 'latin1').trim()}`;
  } catch {
    return undefined;
  }
}

function flushed(stream) {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableLength === 0) resolve();
    else stream.write('', () => resolve());
  });
}

/** Each command has a cache of its own, as what one compiles another does not need: its name is two words, or one. */
function cacheNames(words) {
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

/** Made with the bundles (build/warm.mjs), and as good as they are. */
function readShipped(names, dist, build) {
  for (const name of names) {
    try {
      return readFileSync(join(dist, 'cache', `${build}-${name}.v8`));
    } catch {
      // not one of those that have one
    }
  }
  return undefined;
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
