// oclif's manifest, from the command classes themselves: help, man pages and completions are made from it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Plugin } from '@oclif/core';
import { build } from 'esbuild';

/** A plugin in a folder of its own whose commands are all in one file; oclif reads their facts from it. */
export async function writeManifest(root, version, files, common) {
  const folder = mkdtempSync(join(tmpdir(), 'mxray-manifest-'));
  try {
    const imports = files.map(([, file], i) => `import c${i} from ${JSON.stringify(file)};`);
    const rows = files.map(([id], i) => `${JSON.stringify(id)}: c${i}`);
    mkdirSync(join(folder, 'dist'));
    await build({
      ...common,
      stdin: {
        contents: `${imports.join('\n')}\nexport const COMMANDS = {${rows.join(', ')}};`,
        resolveDir: root,
        loader: 'ts',
      },
      outfile: join(folder, 'dist', 'commands.cjs'),
      format: 'cjs',
      keepNames: true,
      external: [...common.external, '*.live.tsx', 'esbuild'],
    });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify(pluginPackage(version)));
    const plugin = new Plugin({
      root: folder,
      type: 'core',
      ignoreManifest: true,
      errorOnManifestCreate: true,
      isRoot: true,
      respectNoCacheDefault: true,
    });
    await plugin.load();
    const text = JSON.stringify(plugin.manifest, null, 1).replaceAll(folder, '.');
    writeFileSync(join(root, 'oclif.manifest.json'), `${text}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pluginPackage(version) {
  const { oclif } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const commands = { strategy: 'explicit', target: './dist/commands.cjs', identifier: 'COMMANDS' };
  return { name: 'mxray', version, oclif: { ...oclif, commands } };
}
