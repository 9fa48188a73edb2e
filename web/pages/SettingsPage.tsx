import { Copyable } from "../components/Copyable.js";
import { Instant } from "../components/Instant.js";
import { ProjectHead } from "../components/ProjectHead.js";
import { connectUrl } from "../urls.js";
import type { DeployKeyView, HostKeyView, ProjectView } from "../views.js";
import { retentionTitle } from "./NewProjectPage.js";

export interface SettingsPageProps {
  readonly project: ProjectView;
  readonly createdAtMs: number;
  readonly deployKey: DeployKeyView;
  /** `null` until the host was confirmed. */
  readonly hostKey: (HostKeyView & { readonly builtIn: boolean }) | null;
}

/** How a project is connected: remote, deploy key, host key, retention. */
export function SettingsPage(props: SettingsPageProps) {
  const { project, deployKey, hostKey } = props;
  return (
    <>
      <ProjectHead project={project} tab="settings" />
      <h1>Settings</h1>
      <section class="section" aria-labelledby="repository-title">
        <h2 id="repository-title">Repository</h2>
        <dl class="facts">
          <div class="fact">
            <dt>Remote</dt>
            <dd class="mono">{project.remote}</dd>
          </div>
          <div class="fact">
            <dt>Branch</dt>
            <dd>{project.branch === null ? "The default branch" : <code>{project.branch}</code>}</dd>
          </div>
          <div class="fact">
            <dt>Source kept</dt>
            <dd>{retentionTitle(project.retention)}</dd>
          </div>
          <div class="fact">
            <dt>Connected</dt>
            <dd>
              <Instant atMs={props.createdAtMs} />
            </dd>
          </div>
        </dl>
      </section>
      <section class="section" aria-labelledby="key-title">
        <h2 id="key-title">Deploy key</h2>
        <p class="muted">
          Made for this project alone. Remove it at your Git host to cut access off at once.
        </p>
        <Copyable id="deploy-key" label="Public deploy key" value={deployKey.publicKey} />
        <dl class="facts">
          <div class="fact">
            <dt>Fingerprint</dt>
            <dd class="mono">{deployKey.fingerprint}</dd>
          </div>
          <div class="fact">
            <dt>Made</dt>
            <dd>
              <Instant atMs={deployKey.createdAtMs} />
            </dd>
          </div>
        </dl>
      </section>
      <HostKeySection hostKey={hostKey} />
      <p>
        <a class="button" href={connectUrl(project.id)}>
          Check the connection
        </a>
      </p>
    </>
  );
}

function HostKeySection(props: { hostKey: SettingsPageProps["hostKey"] }) {
  const { hostKey } = props;
  return (
    <section class="section" aria-labelledby="host-title">
      <h2 id="host-title">Git host</h2>
      {hostKey === null ? (
        <p class="muted">The host’s key is not confirmed yet.</p>
      ) : (
        <>
          <p class="muted">
            {hostKey.builtIn ? "This key ships with Sealgrade." : "An owner compared and confirmed this key."}{" "}
            Any other key stops the work.
          </p>
          <dl class="facts">
            <div class="fact">
              <dt>{hostKey.port === 22 ? hostKey.host : `${hostKey.host}:${hostKey.port}`}</dt>
              <dd class="mono">{hostKey.fingerprint}</dd>
            </div>
          </dl>
        </>
      )}
    </section>
  );
}
