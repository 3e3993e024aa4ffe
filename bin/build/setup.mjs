// What a fresh clone lacks: the packages of the lock file, and dist/. Every npm script that needs them comes by here.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(root, 'dist', '.built');

/** Runs a program in the project's folder with our terminal; ends with its status when it fails. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

/** npm ci, where a package that package.json names is not there. */
export function install() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  if (names.every((name) => existsSync(join(root, 'node_modules', name)))) return;
  process.stderr.write('mxray: installing packages (npm ci)\n');
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) run(process.execPath, [npm, 'ci', '--ignore-scripts']);
  else run('npm', ['ci', '--ignore-scripts'], { shell: process.platform === 'win32' });
}

/** Builds where there is no build, or a source is newer than it. */
export async function buildIfStale() {
  if (existsSync(BUILT) && newest(['src', 'bin', 'package.json']) <= statSync(BUILT).mtimeMs) return;
  process.stderr.write('mxray: building\n');
  run(process.execPath, [join(root, 'bin', 'build', 'build.mjs')]);
}

function newest(paths) {
  const times = paths.flatMap((path) => {
    const full = join(root, path);
    if (!statSync(full).isDirectory()) return [statSync(full).mtimeMs];
    const names = readdirSync(full, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return names.map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  });
  return Math.max(...times);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  install();
  if (process.argv.includes('--build')) await buildIfStale();
}
