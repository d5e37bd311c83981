/** Suggestions for slash commands, from what the app's manifest declares. */

/**
 * What may be meant by `typed` (all of the composer's text): a list of
 * `{text, hint, description}`, `text` being what the composer would then hold.
 */
export function suggestions(typed, commands) {
  if (!typed.startsWith("/") || typed.includes("\n")) return [];
  const [word, ...rest] = typed.split(" ");
  if (!rest.length)
    return commands
      .filter((one) => one.command.startsWith(word))
      .map((one) => ({
        text: `${one.command} `,
        label: one.command,
        hint: one.usage_hint,
        description: one.description,
      }));
  const command = commands.find((one) => one.command === word);
  if (!command || rest.length > 1) return [];
  return subcommands(command.usage_hint)
    .filter((name) => name.startsWith(rest[0]) && name !== rest[0])
    .map((name) => ({ text: `${word} ${name} `, label: `${word} ${name}` }));
}

/** The words a usage hint such as `[add | log | show] client` offers first. */
export function subcommands(hint = "") {
  const group = /[[(]?([\w-]+(?:\s*[|,]\s*[\w-]+)+)/.exec(hint ?? "");
  return group ? group[1].split(/\s*[|,]\s*/) : [];
}

/** The command whose arguments are being typed, or undefined. */
export function commandBeing(typed, commands) {
  const [word, ...rest] = typed.split(" ");
  return rest.length ? commands.find((one) => one.command === word) : undefined;
}
