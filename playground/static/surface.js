/**
 * A place that carries blocks: a message, a modal or the Home tab.
 *
 * It remembers what the person has typed and chosen there, so that a fresh
 * drawing of the same blocks loses nothing, and sends clicks to the app.
 */

import { act, upload } from "./api.js";

/** One message, modal or Home tab as one person sees it. */
export class Surface {
  /** `place` is `{channel, ts}`, `{view_id}` or `{home: true}`; `onProblem` shows a sentence. */
  constructor(place, person, onProblem) {
    this.place = place;
    this.person = person;
    this.onProblem = onProblem;
    this.values = {};
    this.kept = new Map();
  }

  /** What was entered for an element, or `initial`. */
  value(blockId, actionId, initial) {
    return this.values[blockId]?.[actionId] ?? initial;
  }

  /** Remember what was entered; null is an emptied field. */
  remember(blockId, actionId, value) {
    this.values[blockId] = { ...this.values[blockId], [actionId]: value };
  }

  /** Keep what a control needs to draw itself again (the words of its choices). */
  keep(blockId, actionId, thing) {
    this.kept.set(`${blockId} ${actionId}`, thing);
  }

  /** What `keep` was last given for an element, or `initial`. */
  keptFor(blockId, actionId, initial) {
    return this.kept.get(`${blockId} ${actionId}`) ?? initial;
  }

  /** Forget what was entered into inputs that are gone: a form that was drawn anew does not send them. */
  keepOnly(blocks) {
    const there = new Set(blocks.map((block) => block.block_id));
    for (const blockId of Object.keys(this.values)) {
      if (!there.has(blockId)) delete this.values[blockId];
    }
    for (const key of [...this.kept.keys()]) {
      if (!there.has(key.slice(0, key.lastIndexOf(" ")))) this.kept.delete(key);
    }
  }

  /** Tell the app that an element was used. Resolves when it has acknowledged. */
  async click(element, blockId, value) {
    const body = {
      as: this.person,
      ...this.place,
      action_id: element.action_id,
      block_id: blockId,
      value,
      state: this.values,
    };
    try {
      await act("click", body);
    } catch (problem) {
      this.onProblem(problem.message);
    }
  }

  /** What the app suggests for an external select: groups of options. */
  async options(element, blockId, query) {
    const body = {
      as: this.person,
      ...this.place,
      action_id: element.action_id,
      block_id: blockId,
      query,
      state: this.values,
    };
    try {
      const answer = await act("options", body);
      return answer.option_groups ?? [{ options: answer.options ?? [] }];
    } catch (problem) {
      this.onProblem(problem.message);
      return [];
    }
  }

  /** Hand a file in for a file input; resolves to the file. */
  async keepFile(file) {
    return (await upload(file, { as: this.person })).file;
  }
}
