/**
 * The order in which Exim writes what it keeps in a tree, as the ACL variables of a message and those of its recipients who
 * need nothing more: of a tree that is balanced at each insertion (AVL), every node stands before what is on its left, and
 * that before what is on its right.
 */

export interface Node {
  readonly name: string;
  readonly left: Node | undefined;
  readonly right: Node | undefined;
  readonly height: number;
}

/** @param names  octets, each once, in the order in which they came */
export function inTreeOrder(names: readonly string[]): readonly Node[] {
  let tree: Node | undefined;
  for (const name of names) tree = withName(tree, name);
  return [...walk(tree)];
}

function* walk(node: Node | undefined): Generator<Node> {
  if (node === undefined) return;
  yield node;
  yield* walk(node.left);
  yield* walk(node.right);
}

function withName(node: Node | undefined, name: string): Node {
  if (node === undefined) return nodeOf(name, undefined, undefined);
  return name < node.name
    ? balanced(nodeOf(node.name, withName(node.left, name), node.right))
    : balanced(nodeOf(node.name, node.left, withName(node.right, name)));
}

/** Neither side is deeper than the other by more than one. */
function balanced(node: Node): Node {
  const { left, right } = node;
  if (left !== undefined && leaning(node) > 1)
    return raiseLeft(leaning(left) < 0 ? nodeOf(node.name, raiseRight(left), right) : node);
  if (right !== undefined && leaning(node) < -1)
    return raiseRight(leaning(right) > 0 ? nodeOf(node.name, left, raiseLeft(right)) : node);
  return node;
}

function raiseLeft({ name, left, right }: Node): Node {
  return nodeOf(left!.name, left!.left, nodeOf(name, left!.right, right));
}

function raiseRight({ name, left, right }: Node): Node {
  return nodeOf(right!.name, nodeOf(name, left, right!.left), right!.right);
}

/** By how much the left side is deeper. */
const leaning = ({ left, right }: Node): number => heightOf(left) - heightOf(right);
const heightOf = (node: Node | undefined): number => node?.height ?? 0;

const nodeOf = (name: string, left: Node | undefined, right: Node | undefined): Node => ({
  name,
  left,
  right,
  height: 1 + Math.max(heightOf(left), heightOf(right)),
});
