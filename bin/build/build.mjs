// Builds dist/: the program as bundles that are read as they are needed (bundles.mjs), the live views as ES modules (ink
// cannot be required), the library face, and oclif's manifest. `--types` adds the declarations.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildBundles } from './bundles.mjs';
import { writeManifest } from './manifest.mjs';
import { warmServer } from './warm.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const at = (...parts) => join(root, ...parts);
const { version, dependencies, peerDependencies } = JSON.parse(readFileSync(at('package.json'), 'utf8'));

const BUILT = at('dist', '.built');

/** Loaded from node_modules when first needed: large, rarely used, or unable to live in one file. */
const EXTERNAL = [
  'ink',
  '@inkjs/ui',
  'react',
  'react/jsx-runtime',
  'pkijs',
  'asn1js',
  'undici',
  'tldts',
  'fast-xml-parser',
  'fflate',
  'postal-mime',
  'chalk',
  'ioredis',
  'pg',
  'mysql2',
  'ldapts',
  'fs-native-extensions',
  'lmdb',
  'libsql',
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
  rmSync(BUILT, { force: true });
  const digest = await buildBundles(root, version, commandFiles(), common);
  await buildLiveViews();
  await build({
    ...common,
    entryPoints: [at('src', 'index.ts')],
    outfile: at('dist', 'lib', 'index.js'),
    format: 'esm',
    external: [...Object.keys(dependencies), ...Object.keys(peerDependencies)],
  });
  await writeManifest(root, version, commandFiles(), common);
  if (types)
    execFileSync(
      process.execPath,
      [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', at('bin', 'build', 'tsconfig.types.json')],
      { stdio: 'inherit' },
    );
  writeFileSync(BUILT, `${version}-${digest}\n`); // bin/start.js believes a code cache by it
  await warmServer(root, `${version}-${digest}`, common);
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
}
