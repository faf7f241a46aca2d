import { colors, darkColors } from "../../stats/charts/svg.js";
import { html, render } from "./html.js";

/** The width in CSS pixels for which the narrow chart of a page is drawn: that of a phone. */
const narrowChart = 375;

const style = `
:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(${colors.paper}, ${darkColors[colors.paper]}); container-type: inline-size; }
h1 { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
svg { display: block; width: 100%; height: auto; margin: 0 auto; }
.wide { display: none; }
.narrow svg { max-width: 32rem; }
.wide svg { max-width: 64rem; }
@container (min-width: 760px) { .wide { display: block; } .narrow { display: none; } }
`;

/**
 * A chart as one HTML page, which needs nothing else. It contains the chart in two layouts, and the browser shows the one that
 * fits the width of the page.
 *
 * @param draw returns the chart as SVG, drawn for a width in CSS pixels
 */
export function chartPage(title: string, draw: (width?: number) => string): string {
  const head = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
`;
  const heading = html`</head>
<body>
<main>
<h1>${title}</h1>
`;
  // The style and the charts are not values of a template, because a template escapes its values.
  return `<!doctype html>
${render(head)}<style>${style}</style>
${render(heading)}<div class="wide">${draw()}</div>
<div class="narrow">${draw(narrowChart)}</div>
</main>
</body>
</html>
`;
}
