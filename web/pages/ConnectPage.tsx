import { Copyable } from "../components/Copyable.js";
import { DeployKeyGuide } from "../components/DeployKeyGuide.js";
import { HostKeyStep, type HostStep, isHostTrusted } from "../components/HostKeyStep.js";
import { Notice } from "../components/Notice.js";
import { AnalyseButton } from "../components/ProjectHead.js";
import type { RemoteLocation } from "../deployKeyPlaces.js";
import { failureTitle } from "../failures.js";
import { shortCommit } from "../format.js";
import { checkAccessUrl, projectsUrl } from "../urls.js";
import type { DeployKeyView, ProjectView } from "../views.js";

/** Answer of "check access"; a failure's message says what to do. */
export type AccessResult =
  | { readonly ok: true; readonly branch: string; readonly commit: string }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface ConnectPageProps {
  readonly project: ProjectView;
  readonly remote: RemoteLocation;
  readonly host: HostStep;
  readonly deployKey: DeployKeyView;
  /** `null` until access was checked. */
  readonly access: AccessResult | null;
}

/** Second and third step of connecting: trust the Git host, give it the deploy key, check access, analyse. */
export function ConnectPage(props: ConnectPageProps) {
  const { project, host } = props;
  const trusted = isHostTrusted(host);
  return (
    <div class="narrow">
      <nav aria-label="You are here" class="crumbs">
        <a href={projectsUrl()}>Projects</a>
      </nav>
      <h1>Connect {project.name}</h1>
      <p class="project-head-meta mono">{project.remote}</p>
      <ol class="stages">
        <li class={trusted ? "stage stage-done" : "stage"}>
          <h2>Trust the Git host</h2>
          <HostKeyStep projectId={project.id} host={host} />
        </li>
        <li class={stageClass(trusted, props.access)}>
          <h2>Install the deploy key</h2>
          {trusted ? (
            <DeployKeyStep {...props} />
          ) : (
            <p class="muted">Becomes possible once the host is confirmed.</p>
          )}
        </li>
        <li class={props.access?.ok === true ? "stage" : "stage stage-waiting"}>
          <h2>Analyse</h2>
          <AnalyseStep {...props} />
        </li>
      </ol>
    </div>
  );
}

function stageClass(trusted: boolean, access: AccessResult | null): string {
  if (access?.ok === true) return "stage stage-done";
  return trusted ? "stage" : "stage stage-waiting";
}

function DeployKeyStep(props: ConnectPageProps) {
  return (
    <>
      <p>
        This key was made for this project alone. Paste its public half at your Git host with read access
        only; the private half never leaves this installation.
      </p>
      <Copyable id="deploy-key" label="Public deploy key" value={props.deployKey.publicKey} />
      <dl class="facts">
        <div class="fact">
          <dt>Fingerprint</dt>
          <dd class="mono">{props.deployKey.fingerprint}</dd>
        </div>
      </dl>
      <h3>Where to paste it</h3>
      <DeployKeyGuide remote={props.remote} />
      <CheckAccess projectId={props.project.id} access={props.access} />
    </>
  );
}

function CheckAccess(props: { projectId: string; access: AccessResult | null }) {
  const { access } = props;
  return (
    <div class="check-access" id="access">
      {access?.ok === false && (
        <Notice tone="danger" level={3} title={failureTitle(access.code, "Access was refused")} alert>
          <p>{access.message}</p>
        </Notice>
      )}
      {access?.ok === true && (
        <Notice tone="good" level={3} title="Access works" alert>
          <p>
            Branch <code>{access.branch}</code> stands at commit <code>{shortCommit(access.commit)}</code>.
          </p>
        </Notice>
      )}
      <form method="post" action={checkAccessUrl(props.projectId)}>
        <button type="submit" class={access?.ok === true ? "button" : "button button-primary"}>
          {access === null ? "Check access" : "Check access again"}
        </button>
      </form>
    </div>
  );
}

function AnalyseStep(props: ConnectPageProps) {
  if (props.access?.ok !== true) return <p class="muted">Becomes possible once access works.</p>;
  return (
    <>
      <p>
        Everything is in place. The first analysis reads the whole revision; later ones only what changed.
      </p>
      <AnalyseButton projectId={props.project.id} />
    </>
  );
}
