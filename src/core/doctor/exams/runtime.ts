/** What the program runs on: Node, the files it may open, the kernel's entropy. */
import { type Finding, say } from '../../../base/index.ts';
import * as rows from '../findings/registry.ts';
import type { DoctorPorts, ExamFacts, ExamReport } from '../types.ts';
import type { ExamDef } from './types.ts';

export const runtime: ExamDef<'runtime'> = { name: 'runtime', examine: async (_question, ports) => examine(ports) };

/** package.json says the same under "engines". */
const OLDEST_NODE = [20, 19] as const;
const FEW_FILES = 1024;
/** Kernels from 5.18 on always say 256. */
const LITTLE_ENTROPY = 128;

function examine({ host }: DoctorPorts): ExamReport<ExamFacts['runtime']> {
  const { nodeVersion: node, openFiles, entropyBits } = host;
  const problems: readonly Finding[] = [
    ...(isOld(node) ? [say(rows.nodeOld, { detail: node })] : []),
    ...(openFiles !== undefined && openFiles < FEW_FILES ? [say(rows.fewFiles, { detail: `${openFiles}` })] : []),
    ...(entropyBits !== undefined && entropyBits < LITTLE_ENTROPY
      ? [say(rows.littleEntropy, { detail: `${entropyBits} bits` })]
      : []),
  ];
  return {
    findings: problems.length === 0 ? [say(rows.runtimeGood)] : problems,
    summary: `Node ${node}${openFiles === undefined ? '' : `, ${Number.isFinite(openFiles) ? openFiles : 'any number of'} open files`}`,
    facts: {
      node,
      ...(openFiles !== undefined && Number.isFinite(openFiles) && { openFiles }),
      ...(entropyBits !== undefined && { entropyBits }),
    },
  };
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}
