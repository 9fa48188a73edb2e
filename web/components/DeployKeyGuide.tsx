import { type DeployKeyPlace, deployKeyPlaces, type RemoteLocation } from "../deployKeyPlaces.js";
import { safeUrl } from "../urls.js";

/** Where to paste the deploy key: this repository's host open, the others folded away. */
export function DeployKeyGuide(props: { remote: RemoteLocation }) {
  const places = deployKeyPlaces(props.remote);
  return (
    <div class="guide">
      {places.map((place, index) => (
        <details key={place.id} open={index === 0} name="deploy-key-guide">
          <summary>{place.name}</summary>
          <ol class="how-to">
            <OpenSettings place={place} />
            {STEPS[place.id].map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          {place.id === "github" && (
            <p class="muted">
              At GitHub one deploy key serves one repository only, which is why every project here has its
              own.
            </p>
          )}
        </details>
      ))}
    </div>
  );
}

const WHERE: Record<DeployKeyPlace["id"], string> = {
  github: "In the repository, open Settings → Deploy keys → Add deploy key.",
  bitbucket: "In the repository, open Repository settings → Access keys → Add key.",
  gitlab: "In the project, open Settings → Repository → Deploy keys → Add new key.",
  other: "Open the repository’s settings at your Git host and look for “deploy keys” or “access keys”.",
};

const STEPS: Record<DeployKeyPlace["id"], readonly string[]> = {
  github: [
    "Title: Sealgrade. Key: paste the whole line from above.",
    "Leave “Allow write access” unticked, then add the key.",
  ],
  bitbucket: [
    "Label: Sealgrade. Key: paste the whole line from above.",
    "Add the key; access keys can only read.",
  ],
  gitlab: [
    "Title: Sealgrade. Key: paste the whole line from above.",
    "Leave “Grant write permissions to this key” unticked, then add the key.",
  ],
  other: [
    "Paste the whole line from above as a key that may only read.",
    "On a plain SSH server, add it to the account’s authorized_keys with a command that allows git-upload-pack for this repository alone.",
  ],
};

function OpenSettings(props: { place: DeployKeyPlace }) {
  const url = props.place.url === null ? null : safeUrl(props.place.url);
  if (url === null) return <li>{WHERE[props.place.id]}</li>;
  return (
    <li>
      {WHERE[props.place.id]}{" "}
      <a href={url} target="_blank" rel="noopener noreferrer">
        Open that page<span class="visually-hidden"> at {props.place.name} in a new tab</span>{" "}
        <span aria-hidden="true">↗</span>
      </a>
    </li>
  );
}
