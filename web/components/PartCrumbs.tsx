import type { Part } from "../../analyzer/types.js";
import { visibleText } from "../hostileText.js";
import { foldersAround, isPathPart, partName } from "../parts.js";
import { partUrl, projectUrl } from "../urls.js";

/**
 * The way from the whole project down to a part: each folder on it, then the part itself, which leads to its
 * overview from any page but that (`isHere`).
 */
export function PartCrumbs(props: { projectId: string; part: Part; isHere?: boolean }) {
  const { projectId, part } = props;
  const isPath = isPathPart(part);
  const name = isPath ? lastName(part.name) : partName(part);
  return (
    <nav class="part-crumbs" aria-label="Part of the project">
      <ol>
        <li>
          <a href={projectUrl(projectId)}>Whole project</a>
        </li>
        {isPath &&
          foldersAround(part.name).map((folder) => (
            <li key={folder.name}>
              <a class="mono" href={partUrl(projectId, folder)}>
                {lastName(folder.name)}
              </a>
            </li>
          ))}
        <li class={isPath ? "mono" : undefined}>
          {props.isHere === true ? (
            <span aria-current="page">{name}</span>
          ) : (
            <a href={partUrl(projectId, part)}>{name}</a>
          )}
        </li>
      </ol>
    </nav>
  );
}

function lastName(path: string): string {
  return visibleText(path.slice(path.lastIndexOf("/") + 1));
}
