import type { ExpandData, ExpandResult, ExplainedNode } from '../../mta/host/index.ts';
import type { View } from '../types.ts';

/** Each string's text, or why there is none; before it its parts, where these were asked for. */
export const expandView: View<ExpandData> = ({ data }) => {
  const { results, tree, outcome } = data;
  if (results !== undefined) return results.map(line).join('\n');
  const said = outcome === undefined ? '' : line({ ...data, outcome });
  return tree === undefined ? said : `${treeText(tree)}\n${said}`;
};

const line = ({ text = '', error, outcome }: ExpandResult): string => (outcome === 'text' ? text : `Failed: ${error}`);

/** A part a line, those inside it further in. */
export const treeText = (nodes: readonly ExplainedNode[], depth = 0): string =>
  nodes
    .flatMap((node) => [nodeLine(node, depth), ...(node.parts.length === 0 ? [] : [treeText(node.parts, depth + 1)])])
    .join('\n');

function nodeLine({ kind, source, result, times }: ExplainedNode, depth: number): string {
  const value = result === undefined ? 'not evaluated' : shownValue(result);
  const often = times === undefined ? '' : ` (the last of ${times})`;
  return `${'  '.repeat(depth)}${kind} ${JSON.stringify(source)}: ${value}${often}`;
}

const shownValue = ({ outcome, text, tainted, error }: ExpandResult): string =>
  outcome === 'text' ? `${JSON.stringify(text)}${tainted === true ? ', tainted' : ''}` : `${outcome}: ${error}`;
