import { describeSettings } from "../configuration/settings.js";

/** docs/configuration.md: every setting with its name in the file, its variable, its default and its meaning. */
export function renderSettingsPage(): string {
  const rows = describeSettings().map(({ name, variable, fallback, description }) => {
    const standard = fallback === "" ? "–" : fallback.includes(" ") ? fallback : `\`${fallback}\``;
    return `| \`${name}\` | \`${variable}\` | ${standard} | ${description} |`;
  });
  return `${HEAD}${rows.join("\n")}\n${TAIL}`;
}

const HEAD = `# Configuration

Settings come from, in rising order of weight:

1. \`sealgrade.yml\` in the configuration folder, or the YAML file that \`SEALGRADE_CONFIG\` names;
2. the environment;
3. options of the command line.

Sealgrade does not start on a setting that it does not know or cannot use, and names each with the place it
came from. \`sealgrade doctor\` shows what holds, \`sealgrade doctor --settings\` this list.

No setting holds a secret. A secret is in a file of its own, readable by the service alone, and a setting names
that file; under systemd use \`LoadCredential=\`. The root key is found by itself when systemd loads it as
\`sealgrade-root-key\`.

| in the file | in the environment | default | meaning |
|---|---|---|---|
`;

const TAIL = `
## Folders

| | root | other users | with \`--home FOLDER\` |
|---|---|---|---|
| configuration, root key | \`/etc/sealgrade\` | \`$XDG_CONFIG_HOME/sealgrade\` | \`FOLDER/config\` |
| data | \`/var/lib/sealgrade\` | \`$XDG_DATA_HOME/sealgrade\` | \`FOLDER/data\` |
| key store | \`/var/lib/sealgrade-keys\` | \`$XDG_DATA_HOME/sealgrade-keys\` | \`FOLDER/keys\` |
| work | \`/var/lib/sealgrade-work\` | \`$XDG_STATE_HOME/sealgrade-work\` | \`FOLDER/work\` |

None may lie inside another or in a git work tree: a copy of one would carry the other along.
`;
