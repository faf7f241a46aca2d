import type { BoxScore } from "../../stats/box-score/box-score-query.js";
import { boxSheet } from "../../stats/box-score/box-score-sheet.js";
import { boxScoreTables } from "./box-score.js";
import { html } from "./html.js";
import { lineScoreRows, lineScoreTable } from "./line-score.js";
import { render } from "./render.js";
import { style } from "./style.js";

/** A box score as one self-contained HTML page. */
export function boxScorePage(box: BoxScore): string {
  const sheet = boxSheet(box);
  const { scheduledInnings, status } = box.game;
  const isOver = status === "completed" || status === "abandoned";
  const facts = [sheet.date, sheet.venue].filter((part) => part !== null).join(" · ");
  const content = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${`${sheet.title}, ${sheet.date}`}</title>
`;
  const body = html`</head>
<body>
<main class="game">
<header class="title"><h1>${sheet.title}</h1><p class="quiet">${facts}</p></header>
<div class="score">${lineScoreTable(lineScoreRows(box, isOver), { scheduledInnings, inning: null, isOver })}</div>
<section class="story"><h2 class="hidden">Box score</h2><div class="panel chosen">${boxScoreTables(sheet)}</div></section>
</main>
</body>
</html>`;
  return `<!doctype html>\n${render(content)}<style>${style}</style>\n${render(body)}\n`;
}
