// Builds dist/: the program as one CommonJS file whose parts are evaluated when they are first asked for, the live views
// as ES modules (ink cannot be required), the library face, and oclif's manifest. `--types` adds the declarations.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { lazyRequires } from './lazy-requires.mjs';
import { writeManifest } from './manifest.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const { version, dependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

/** Loaded from node_modules when first needed: large, rarely used, or unable to live in one file. */
const EXTERNAL = [
  'ink',
  '@inkjs/ui',
  'react',
  'react/jsx-runtime',
  'pkijs',
  'asn1js',
  'undici',
  'chalk',
  'typescript',
  'ts-node',
  'tsx',
];

/** `dane:check` → its file, for every file under src/commands. */
export function commandFiles() {
  const files = readdirSync(at('src', 'commands'), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .map((file) => join(file.parentPath ?? file.path, file.name))
    .map((file) => [
      relative(at('src', 'commands'), file)
        .replace(/\.tsx?$/, '')
        .split(sep)
        .join(':'),
      file,
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function entry(load) {
  const rows = commandFiles().map(([id, file]) => `${JSON.stringify(id)}: ${load(JSON.stringify(file))}`);
  return `export { main } from ${JSON.stringify(at('src', 'main.ts'))};
export const version = ${JSON.stringify(version)};
export const commands = {${rows.join(',\n')}};`;
}

/** A view drawn with ink is an ES module of its own beside the bundle. */
const liveViews = {
  name: 'live-views',
  setup(plugin) {
    plugin.onResolve({ filter: /\.live\.tsx$/ }, ({ path }) => ({
      path: `./live/${path.split('/').at(-1).replace('.tsx', '.mjs')}`,
      external: true,
    }));
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  absWorkingDir: root,
  external: EXTERNAL,
  logLevel: 'warning',
  legalComments: 'none',
};

export async function buildAll({ types = false } = {}) {
  // A build that fails leaves the last good one in place; only what is published starts from nothing.
  if (types) rmSync(at('dist'), { recursive: true, force: true });
  mkdirSync(at('dist'), { recursive: true });
  await build({
    ...common,
    stdin: { contents: entry((file) => `() => import(${file})`), resolveDir: root, loader: 'ts' },
    outfile: at('dist', 'mxray.cjs'),
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    keepNames: true,
    plugins: [liveViews, lazyRequires],
  });
  callOurImport(at('dist', 'mxray.cjs'));
  await buildLiveViews();
  await build({
    ...common,
    entryPoints: [at('src', 'index.ts')],
    outfile: at('dist', 'lib', 'index.js'),
    format: 'esm',
    external: Object.keys(dependencies),
  });
  await writeManifest(root, version, commandFiles(), common);
  if (types)
    execFileSync(
      process.execPath,
      [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', at('bin', 'build', 'tsconfig.types.json')],
      { stdio: 'inherit' },
    );
}

/**
 * `import(…)` becomes a call of the function that bin/start.js hands in, and says there why. What is not ASCII becomes an
 * escape: start.js then reads the file without decoding it.
 */
function callOurImport(file) {
  const imported = readFileSync(file, 'utf8').replace(/(?<![\w$.])import\(/g, '__mxrayImport(');
  const escaped = (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  writeFileSync(file, imported.replace(/[^\0-\x7f]/g, escaped));
}

async function buildLiveViews() {
  const views = readdirSync(at('src', 'ui', 'views')).filter((name) => name.endsWith('.live.tsx'));
  if (views.length === 0) return;
  await build({
    ...common,
    entryPoints: views.map((name) => at('src', 'ui', 'views', name)),
    outdir: at('dist', 'live'),
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    jsx: 'automatic',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll({ types: process.argv.includes('--types') });
  writeFileSync(at('dist', '.built'), `${version}\n`);
}
