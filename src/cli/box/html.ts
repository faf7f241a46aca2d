import type { BoxScore } from "../../stats/box-score/index.js";
import { boxNotes } from "../../stats/box-score/notes.js";
import type { TeamLine } from "../../stats/line-score.js";
import { terminalText } from "../terminal-text.js";
import { type BoxSide, battingHead, battingSums, pitchingHead, sideOf } from "./rows.js";
import { titleOf } from "./title.js";

type Value = string | number;

const style = `body { font: 15px/1.4 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: 0.1rem 0.4rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead th { border-bottom: 1px solid #222; }
tfoot td { border-top: 1px solid #222; }
td.substitute { padding-left: 1.4rem; }
dt { float: left; clear: left; width: 3rem; font-weight: bold; }
dd { margin-left: 3rem; }`;

/** A full box score as one HTML page, which needs nothing else. */
export function boxScoreHtml(box: BoxScore): string {
  const title = escaped(titleOf(box));
  const sides = [sideOf(box, box.away), sideOf(box, box.home)];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
${style}
</style>
</head>
<body>
<h1>${title}</h1>
${lineScoreTable(box)}
${sides.map(battingTable).join("\n")}
${sides.map(pitchingTable).join("\n")}
<dl>
${boxNotes(box)
  .map(({ label, text }) => `<dt>${escaped(label)}</dt><dd>${escaped(text)}</dd>`)
  .join("\n")}
</dl>
</body>
</html>
`;
}

function lineScoreTable({ away, home }: BoxScore): string {
  const innings = away.innings.map((_, index) => index + 1);
  const row = ({ name, innings: runs, run, hit, error }: TeamLine) =>
    rowOf([name, ...runs.map((scored) => scored ?? "x"), run, hit, error]);
  return `<table>
<thead>${rowOf(["", ...innings, "R", "H", "E"], "th")}</thead>
<tbody>${[away, home].map(row).join("")}</tbody>
</table>`;
}

function battingTable(side: BoxSide): string {
  const rows = side.batting.map(({ name, isSubstitute, counts }) =>
    rowOf([name, ...counts], "td", isSubstitute ? "substitute" : undefined),
  );
  return `<table>
<thead>${rowOf([side.team.name, ...battingHead], "th")}</thead>
<tbody>${rows.join("\n")}</tbody>
<tfoot>${rowOf(["", ...battingSums(side)])}</tfoot>
</table>`;
}

function pitchingTable({ team, pitching, footnotes }: BoxSide): string {
  return `<table>
<thead>${rowOf([team.name, ...pitchingHead], "th")}</thead>
<tbody>${pitching.map(({ name, counts }) => rowOf([name, ...counts])).join("\n")}</tbody>
</table>
${footnotes.map((footnote) => `<p>${escaped(footnote)}</p>`).join("\n")}`;
}

function rowOf(values: readonly Value[], tag: "td" | "th" = "td", kind?: string): string {
  const cells = values.map((value, index) => {
    const attribute = index === 0 && kind !== undefined ? ` class="${kind}"` : "";
    return `<${tag}${attribute}>${escaped(String(value))}</${tag}>`;
  });
  return `<tr>${cells.join("")}</tr>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Names come from the database, and may hold anything: control characters too, which HTML has no way to write. */
function escaped(text: string): string {
  return terminalText(text).replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
