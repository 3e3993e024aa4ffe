// The program as CommonJS bundles: one for each first word of commands (dist/dns.cjs has all of "dns …"), and guide.cjs with
// help. A start reads one of them, so its size is what a start costs; that they share code is paid in disk space alone.
// Parts of a bundle are evaluated when they are first asked for. Processes of the server have bundles of their own, as
// does what one of them hardly ever needs.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { lazyBuiltins } from './lazy-builtins.mjs';
import { lazyRequires } from './lazy-requires.mjs';

const GUIDE = 'guide';
/** Bundle → its file, which has a `main` of its own (bin/start.js chooses it by the words that a process is started with). */
const ROLES = {
  'serve-acceptor': 'mta/daemon/roles/acceptor.ts',
  'serve-worker': 'mta/daemon/roles/worker.ts',
  'serve-runner': 'mta/daemon/roles/runner.ts',
  'serve-keeper': 'mta/daemon/roles/keeper.ts',
};
/** Parts that a bundle loads when it needs them. */
const PARTS = { 'serve-lists': 'mta/daemon/door-lists.ts' };
const NAMESPACE = 'bundle';

/**
 * @param files  rows of id and file, `dane:check` and its path
 * @returns a digest of all that was written
 */
export async function buildBundles(root, version, files, common) {
  const dist = join(root, 'dist');
  const topics = [...new Set(files.map(([id]) => id.split(':')[0]))];
  const ids = files.map(([id]) => id);
  const contentsOf = (name) => entry(root, name, { version, ids, files });
  const options = {
    ...common,
    format: 'cjs',
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    minify: true,
  };
  const plugins = [silent, liveViews, lazyBuiltins(join(root, 'src')), lazyRequires];
  await build({
    ...options,
    entryPoints: entryPoints([...topics, ...Object.keys(ROLES)]),
    plugins: [entries(root, contentsOf), besides, ...plugins],
  });
  await build({
    ...options,
    entryPoints: entryPoints([GUIDE, ...Object.keys(PARTS)]),
    plugins: [entries(root, contentsOf), ...plugins],
  });
  const names = [...topics, ...Object.keys(ROLES), ...Object.keys(PARTS), GUIDE].map((name) => `${name}.cjs`);
  for (const name of readdirSync(dist)) if (name.endsWith('.cjs') && !names.includes(name)) rmSync(join(dist, name));
  const digest = createHash('sha256');
  for (const name of names) digest.update(callOurImport(join(dist, name)));
  return digest.digest('hex').slice(0, 16);
}

const entryPoints = (names) => names.map((name) => ({ in: `${NAMESPACE}:${name}`, out: name }));

function entry(root, name, { version, ids, files }) {
  const source = (file) => JSON.stringify(join(root, 'src', file));
  if (PARTS[name] !== undefined) return `export * from ${source(PARTS[name])};`;
  if (ROLES[name] !== undefined) return `export { main } from ${source(ROLES[name])};`;
  const own = files.filter(([id]) => id.split(':')[0] === name);
  const rows = own.map(([id, file]) => `${JSON.stringify(id)}: () => import(${JSON.stringify(file)})`);
  return `export { main } from ${source('main.ts')};
${name === GUIDE ? `export { guide } from ${source('guide.ts')};` : ''}
export const version = ${JSON.stringify(version)};
export const ids = ${JSON.stringify(ids)};
export const commands = {${rows.join(',\n')}};`;
}

const entries = (root, contentsOf) => ({
  name: 'entries',
  setup(plugin) {
    plugin.onResolve({ filter: new RegExp(`^${NAMESPACE}:`) }, ({ path }) => ({
      path: path.slice(NAMESPACE.length + 1),
      namespace: NAMESPACE,
    }));
    plugin.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
      contents: contentsOf(path),
      resolveDir: root,
      loader: 'ts',
    }));
  },
});

/** Help is in the bundle beside, and so are parts; what oclif has for it, and commands only name, stays in its package. */
const besides = {
  name: 'besides',
  setup(plugin) {
    plugin.onResolve({ filter: /\/guide\.ts$/ }, () => ({ path: `./${GUIDE}.cjs`, external: true }));
    plugin.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const part = Object.keys(PARTS).find((name) => join(resolveDir, path).endsWith(`/src/${PARTS[name]}`));
      return part === undefined ? undefined : { path: `./${part}.cjs`, external: true };
    });
    plugin.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const [, part] = OCLIF.exec(join(resolveDir, path)) ?? [];
      return part === undefined ? undefined : { path: `@oclif/core/${part}`, external: true };
    });
  },
};

/** Parts of oclif that its package exports; `help/util` is a part of help. */
const OCLIF = /[\\/]@oclif[\\/]core[\\/]lib[\\/](config|help|ux)([\\/](index|util))?$/;

/** oclif makes a logger for each command, and with it loads `debug` and the terminal; ours trace by themselves. */
const silent = {
  name: 'silent',
  setup(plugin) {
    plugin.onLoad({ filter: /[\\/]@oclif[\\/]core[\\/]lib[\\/]logger\.js$/ }, () => ({
      contents: `const say = () => {};
const logger = { child: () => logger, debug: say, error: say, info: say, namespace: '', trace: say, warn: say };
module.exports = { clearLoggers: say, getLogger: () => logger, makeDebug: () => say, setLogger: say };`,
    }));
  },
};

/** A view drawn with ink is an ES module of its own beside the bundles. */
const liveViews = {
  name: 'live-views',
  setup(plugin) {
    plugin.onResolve({ filter: /\.live\.tsx$/ }, ({ path }) => ({
      path: `./live/${path.split('/').at(-1).replace('.tsx', '.mjs')}`,
      external: true,
    }));
  },
};

/**
 * `import(…)` becomes a call of the function that bin/start.js hands in, and says there why. What is not ASCII becomes an
 * escape: start.js then reads the file without decoding it. The function around is there for the sake of vm.Script.
 */
function callOurImport(file) {
  const imported = readFileSync(file, 'utf8').replace(/(?<![\w$.])import\(/g, '__mxrayImport(');
  const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const text = imported.replace(/[^\0-\x7f]/g, escaped);
  const wrapped = `(function (exports, require, module, __mxrayImport) {${text}\n})`;
  writeFileSync(file, wrapped);
  return wrapped;
}
