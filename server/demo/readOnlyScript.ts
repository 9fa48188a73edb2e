/**
 * The forced command of a deploy key: a shell script that serves one repository to `git fetch` and refuses
 * pushing, other repositories and other commands, in the words the large Git hosts use.
 */
export function readOnlyScript(o: { served: string; repository: string }): string {
  const asked = [o.served, o.served.replace(/^\//, "")].map((name) => quoted(`git-upload-pack '${name}'`));
  return `#!/bin/sh
case "$SSH_ORIGINAL_COMMAND" in
${asked.join(" | ")})
  # safe.directory: the owner of a demonstrated checkout need not be the account that serves it.
  exec git -c safe.directory='*' -c uploadpack.allowFilter=true -c uploadpack.allowAnySHA1InWant=true \\
    upload-pack --timeout=120 ${quoted(o.repository)} ;;
git-receive-pack*)
  echo "ERROR: The key you are authenticating with has been marked as read only." >&2
  exit 1 ;;
git-upload-pack*)
  echo "ERROR: Repository not found." >&2
  exit 1 ;;
*)
  echo "This key only serves git fetch." >&2
  exit 1 ;;
esac
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
