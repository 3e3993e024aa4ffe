/** Which rules fit, and how often they did. */
import type { ServerReply } from '../../smtp/index.ts';
import type { Rule, Script, Stage, Who } from './types.ts';

export interface Ruling {
  readonly delayMs: number;
  readonly drops: boolean;
  readonly reply?: ServerReply;
}

export interface RuleBook {
  /** Has it rules for this stage? */
  has(stage: Stage): boolean;
  rule(stage: Stage, who: string): Ruling;
  /** After how many octets of this sender's message the connection is to end. */
  dropAt(sender: string): number | undefined;
}

const NOTHING: Ruling = { delayMs: 0, drops: false };

/** Counts are of the whole run, over all connections. */
export function createRuleBook({ rules }: Script): RuleBook {
  const fits = new Map<Rule, number>();
  const holds = (rule: Rule, who: string): boolean => {
    if (!isFor(rule.who, who)) return false;
    const count = (fits.get(rule) ?? 0) + 1;
    fits.set(rule, count);
    return isInTurn(rule, count);
  };
  const byStage = new Map<Stage, readonly Rule[]>();
  for (const { stage } of rules)
    byStage.set(
      stage,
      rules.filter((rule) => rule.stage === stage && rule.dropAtOctets === undefined),
    );
  const drops = rules.filter((rule) => rule.dropAtOctets !== undefined);
  return {
    has: (stage) => byStage.has(stage),
    rule: (stage, who) => {
      let delayMs = 0;
      for (const rule of byStage.get(stage) ?? []) {
        if (!holds(rule, who)) continue;
        delayMs += rule.delayMs ?? 0;
        if (rule.drops === true || rule.reply !== undefined)
          return { delayMs, drops: rule.drops === true, ...(rule.reply !== undefined && { reply: rule.reply }) };
      }
      return delayMs === 0 ? NOTHING : { ...NOTHING, delayMs };
    },
    dropAt: (sender) => drops.find((rule) => holds(rule, sender))?.dropAtOctets,
  };
}

function isFor(who: Who | undefined, text: string): boolean {
  if (who === undefined) return true;
  return who.kind === 'text' ? who.text === text.toLowerCase() : who.pattern.test(text);
}

function isInTurn({ first, after = 0, every = 1 }: Rule, count: number): boolean {
  const place = count - after;
  return place > 0 && (first === undefined || place <= first) && place % every === 0;
}
