/**
 * The style of all pages. Colors are pairs for light and dark mode, spaces come from one scale, and digits are tabular, so
 * that nothing moves when they change.
 */
export const style = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#ffffff, #14171a);
  --ground: light-dark(#f3f4f1, #0c0e10);
  --ink: light-dark(#15191d, #eceeef);
  --quiet: light-dark(#59616a, #a3abb3);
  --rule: light-dark(#dcdfdc, #2b3036);
  --mark: light-dark(#a3260f, #ff8a70);
  --live: light-dark(#0b7a3e, #4ccf86);
  --wash: light-dark(#fdf3df, #2b2517);
  --flash: light-dark(#fbe3b5, #4a3d1c);
  --grass: light-dark(#e3efdd, #18261b);
  --outfield: light-dark(#eef5ea, #131c15);
  --dirt: light-dark(#f2e5d5, #2b2219);
  --night: #0f2038; --night-quiet: #b7c5d9;
  --s1: 0.25rem; --s2: 0.5rem; --s3: 0.75rem; --s4: 1rem; --s5: 1.5rem; --s6: 2.25rem;
  --small: 0.8125rem;
}
.accent-0 { --accent: light-dark(#0b3a75, #7fb2f5); }
.accent-1 { --accent: light-dark(#a71930, #ff8698); }
.accent-2 { --accent: light-dark(#00624f, #54cdb2); }
.accent-3 { --accent: light-dark(#9a4a00, #ffa14f); }
.accent-4 { --accent: light-dark(#53318f, #bfa1f7); }
.accent-5 { --accent: light-dark(#00677f, #5cc8e6); }
.accent-6 { --accent: light-dark(#6d5200, #e3c04a); }
.accent-7 { --accent: light-dark(#8f2a73, #f08fd3); }
*, *::before, *::after { box-sizing: border-box; }
html { font-size: clamp(100%, 0.55vw + 0.5rem, 175%); -webkit-text-size-adjust: 100%; scrollbar-gutter: stable; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 400 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
h1, h2, h3, p, dl, dd, ul, ol, figure { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1, h2.first { font-size: clamp(1.375rem, 4vw, 1.875rem); font-weight: 750; line-height: 1.15; letter-spacing: -0.015em; }
h2:not(.first) { font-size: 1.0625rem; font-weight: 700; }
h3 { font-size: 1rem; font-weight: 700; }
a { color: inherit; text-underline-offset: 0.2em; }
.site a:focus-visible { outline-color: #ffffff; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--live); outline-offset: 2px; border-radius: 4px; }
abbr { text-decoration: none; }
.quiet, .label, .role, dt { color: var(--quiet); }
.hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.skip:not(:focus) { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); }
.skip { display: block; padding: var(--s3) var(--s4); background: var(--paper); }

.site {
  display: flex; align-items: center; justify-content: space-between; gap: var(--s4);
  padding: var(--s3) max(var(--s4), calc((100vw - 80rem) / 2 + var(--s4)));
  background: var(--night); color: #ffffff;
}
.site .home { font-weight: 800; font-size: 1.125rem; letter-spacing: -0.02em; text-decoration: none; }
.site .home::before {
  content: ""; display: inline-block; width: 0.6em; height: 0.6em; margin-right: 0.55em;
  background: #ff6b4d; transform: rotate(45deg);
}
.connection {
  display: inline-flex; align-items: center; gap: var(--s2); min-width: 6.5rem;
  color: #bccadd; font-size: var(--small); font-weight: 600;
}
.connection .light { width: 0.6rem; height: 0.6rem; border-radius: 50%; border: 2px solid currentColor; }
.connection.live, .connection.delayed { color: #5fdc98; }
.connection.live .light, .connection.delayed .light { background: currentColor; }
.connection.behind { color: #ff9d85; }
.connection.still .light { visibility: hidden; }
main { display: block; max-width: 80rem; margin: 0 auto; padding: var(--s3) var(--s4) var(--s6); min-height: 80vh; }
.foot { max-width: 80rem; margin: 0 auto; padding: var(--s4); color: var(--quiet); font-size: var(--small); }
.empty { display: grid; justify-items: center; gap: var(--s3); padding: clamp(var(--s6), 8vh, 6rem) var(--s4); text-align: center; background: var(--paper); border-radius: 10px; }
.empty .art { width: min(16rem, 70%); }
.empty .field { width: 100%; margin: 0; }
.empty p { color: var(--quiet); max-width: 26rem; }
.lead { color: var(--quiet); padding: var(--s4) 0; max-width: 40rem; }

.team { display: inline-flex; align-items: center; gap: var(--s2); min-width: 0; }
.team::before { content: ""; flex: none; width: 0.3rem; height: 1.1em; border-radius: 1px; background: var(--accent); }
.atbat { display: inline-block; width: 0.5em; height: 0.5em; margin-left: 0.6em; background: var(--mark); transform: rotate(45deg); vertical-align: 0.12em; flex: none; }
.arrow { display: inline-block; width: 0; height: 0; margin-right: 0.45em; border: 0.32em solid transparent; vertical-align: 0.1em; }
.arrow.top { border-bottom: 0.5em solid currentColor; border-top: 0; }
.arrow.bottom { border-top: 0.5em solid currentColor; border-bottom: 0; }
.when { font-weight: 650; font-size: 0.9375rem; }
.when.live { color: var(--mark); }
.outs { display: inline-flex; gap: 0.3rem; align-items: center; }
.outs .dot { width: 0.65rem; height: 0.65rem; border-radius: 50%; border: 1.5px solid var(--quiet); }
.outs .dot.out { background: var(--mark); border-color: var(--mark); }
.diamond .base, .field .base { fill: var(--paper); stroke: var(--quiet); stroke-width: 2; }
.diamond .base.taken, .field .base.taken { fill: var(--mark); stroke: var(--mark); }

.board h2 { padding: var(--s6) 0 var(--s3); }
.board .first { padding: var(--s3) 0 var(--s4); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: var(--s4); }
.card { position: relative; display: flex; flex-direction: column; gap: var(--s3); padding: var(--s4); background: var(--paper); border-radius: 10px; }
.card a::after { content: ""; position: absolute; inset: 0; border-radius: 10px; }
.card h3.hidden { position: static; width: auto; height: 0; margin: 0; clip-path: none; overflow: visible; font-size: 0; line-height: 0; margin-bottom: calc(-1 * var(--s3)); }
.card a:focus-visible { outline: none; }
.card a:focus-visible::after { outline: 3px solid var(--live); outline-offset: 2px; }
.card:hover { box-shadow: 0 0 0 1px var(--quiet); }
.card-head { display: flex; align-items: center; justify-content: space-between; min-height: 1.5rem; }
.card-head .date { margin-left: var(--s2); color: var(--quiet); font-weight: 400; }
.card-score { display: flex; align-items: center; gap: var(--s4); }
.card-teams { flex: 1; min-width: 0; }
.card-team { display: flex; align-items: center; font-size: 1.25rem; font-weight: 650; line-height: 1.5; }
.card-team .team { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.card-team .runs { margin-left: auto; padding-left: var(--s3); font-size: 1.75rem; font-weight: 750; line-height: 1.25; min-width: 2ch; text-align: right; }
.card-team.quiet { font-weight: 450; }
.card-team.quiet .runs { font-weight: 500; }
.card .diamond { flex: none; width: 5rem; height: auto; }
.card-now .pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--s3); font-size: 0.9375rem; }
.card-now .pair .label { display: block; font-size: var(--small); line-height: 1.2; }
.card-now .pair .who { font-weight: 600; display: block; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.card-now .last { margin-top: var(--s2); font-size: 0.9375rem; height: 2.9em; overflow: hidden; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; }
.card-chance { margin-top: auto; }
.chance { display: flex; justify-content: space-between; font-size: var(--small); padding-bottom: var(--s1); }
.chance .percent { font-weight: 650; }
.spark { display: block; width: 100%; height: 2rem; overflow: visible; }
.spark polyline { fill: none; stroke: var(--ink); stroke-width: 1.5; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.spark .area { fill: var(--accent); opacity: 0.22; }
.spark .middle { stroke: var(--rule); stroke-width: 1; vector-effect: non-scaling-stroke; }

.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; font-weight: 400; padding: var(--s1) 0; }
th:first-child { text-align: left; }
.linescore { width: 100%; table-layout: fixed; }
.team-column { width: 30%; }
.linescore thead th { color: var(--quiet); font-size: var(--small); }
.linescore tbody th { font-size: 1.125rem; font-weight: 650; padding-right: var(--s2); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.linescore td, .linescore thead th:not(:first-child) { text-align: center; }
.linescore tbody td { font-size: 1.0625rem; }
.linescore .present { background: var(--wash); font-weight: 700; color: var(--ink); }
.linescore .total { font-weight: 500; }
.linescore thead .total:nth-last-child(3), .linescore .runs { border-left: 1px solid var(--rule); }
.linescore .runs { font-weight: 800; font-size: 1.3125rem; }
.linescore .loser th, .linescore .loser .runs { font-weight: 450; color: var(--quiet); }

.game { display: grid; gap: var(--s4) var(--s5); }
.title p { padding-top: var(--s1); min-height: 1.7rem; }
.headline {
  color-scheme: dark; margin-top: calc(-1 * var(--s3)); padding: var(--s3) 0 var(--s4); background: var(--night); color: #ffffff;
  box-shadow: 0 0 0 100vmax var(--night); clip-path: inset(0 -100vmax);
}
.matchup-score { display: grid; grid-template-columns: 1fr auto 1fr; align-items: center; gap: var(--s3) var(--s5); min-height: 4.5rem; }
.headline .side { display: flex; align-items: center; gap: var(--s4); min-width: 0; }
.headline .home { flex-direction: row-reverse; }
.headline .name { flex: 1; min-width: 0; font-size: clamp(1.125rem, 3.4vw, 2rem); font-weight: 750; letter-spacing: -0.015em; line-height: 1.15; overflow-wrap: break-word; }
.headline .name::after { content: ""; display: block; width: 2.5rem; height: 0.25rem; margin-top: var(--s2); border-radius: 2px; background: var(--accent); }
.headline .away .name { text-align: right; }
.headline .away .name::after { margin-left: auto; }
.headline .loser { color: var(--night-quiet); }
.headline .runs { width: 2ch; font-size: clamp(2.5rem, 7.5vw, 4.25rem); font-weight: 800; line-height: 1; white-space: pre; }
.headline .state { width: 12.5rem; padding-left: var(--s4); font-weight: 650; color: #ffb3a1; white-space: nowrap; }
.headline .final .state { color: var(--night-quiet); }
.headline .facts { padding-top: var(--s2); text-align: center; font-size: var(--small); color: var(--night-quiet); min-height: 1.7rem; }
.score { background: var(--paper); border-radius: 10px; padding: var(--s2) var(--s4); min-width: 0; }
.moment { background: var(--paper); border-radius: 10px; padding: var(--s4); }
.situation { display: flex; align-items: center; justify-content: space-between; }
.situation .when { font-size: 1.0625rem; font-weight: 700; }
.situation .dot { width: 0.85rem; height: 0.85rem; }
.pause { color: var(--mark); font-weight: 600; }
.field { display: block; width: min(100%, 22rem); margin: var(--s3) auto 0; }
.field .outfield { fill: var(--outfield); }
.field .infield { fill: var(--dirt); }
.field .grass { fill: var(--grass); }
.field .paths { fill: none; stroke: light-dark(#ffffff, #59616a); stroke-width: 2; }
.field .plate { fill: var(--quiet); }
.field text { font-size: 15px; font-weight: 650; fill: var(--ink); }
.matchup { display: grid; }
.matchup > div { display: grid; grid-template-columns: 5rem 1fr; padding: var(--s2) 0; border-top: 1px solid var(--rule); }
.matchup dt { font-size: var(--small); padding-top: 0.15rem; }
.matchup .who { display: block; font-weight: 650; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.matchup .today { display: block; font-size: 0.9375rem; color: var(--quiet); min-height: 1.45em; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.matchup dd { min-width: 0; }
.story { min-width: 0; background: var(--paper); border-radius: 10px; padding: 0 var(--s4) var(--s4); }
.tabs { border-bottom: 1px solid var(--rule); margin: 0 calc(-1 * var(--s4)); padding: 0 var(--s2); overflow-x: auto; }
.tabs ul { display: flex; }
.tabs a { display: block; padding: var(--s3) var(--s2); color: var(--quiet); text-decoration: none; font-weight: 600; white-space: nowrap; border-bottom: 3px solid transparent; }
.tabs a:hover { color: var(--ink); }
.tabs a:focus-visible { outline-offset: -4px; }
.tabs a[aria-current="true"] { color: var(--ink); border-bottom-color: var(--mark); }
.panel { padding-top: var(--s4); scroll-margin-top: 7rem; }
@media (scripting: enabled) { .panel:not(.chosen) { display: none; } }

.timeline, .half ol { display: flex; flex-direction: column-reverse; }
.panel { overflow: clip; overflow-clip-margin: 0.5rem; }
.half { padding-bottom: var(--s4); }
.half h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 var(--s3); padding-bottom: var(--s1); }
.half .sums::before { content: "·"; margin-right: var(--s3); }
.half h3 .quiet { font-weight: 400; font-size: 0.9375rem; }
.play { display: grid; grid-template-columns: 1fr auto; gap: 0 var(--s4); padding: var(--s2) 0; border-top: 1px solid var(--rule); }
.play .change { grid-column: 1 / -1; order: -1; color: var(--quiet); font-size: 0.9375rem; font-style: italic; }
.play .after { text-align: right; color: var(--quiet); font-size: var(--small); white-space: nowrap; padding-top: 0.15rem; }
.play.scoring { background: var(--wash); margin: 0 calc(-1 * var(--s3)); padding-left: var(--s3); padding-right: var(--s3); }
.play.scoring .what { font-weight: 600; }
.play .mark { display: inline-block; margin-right: var(--s2); padding: 0 0.4em; border-radius: 3px; background: var(--mark); color: var(--paper); font-size: 0.75rem; font-weight: 700; vertical-align: 0.08em; }
.play .newscore { display: block; color: var(--ink); font-weight: 650; font-size: 0.875rem; }
.corrected { color: var(--mark); font-size: var(--small); font-weight: 600; }
.undone { color: var(--mark); font-weight: 600; padding-bottom: var(--s3); }

.sides { display: grid; gap: var(--s5) var(--s6); }
.lines .unbroken { white-space: nowrap; }
.lines { margin-bottom: var(--s4); table-layout: fixed; }
.lines caption { text-align: left; padding-bottom: var(--s1); }
.lines caption .quiet { font-weight: 400; }
.lines th, .lines td { padding: 0.2rem 0; }
.lines thead th { color: var(--quiet); font-size: var(--small); border-bottom: 1px solid var(--rule); }
.lines th:first-child { width: auto; padding-right: var(--s2); overflow-wrap: break-word; }
.lines th:not(:first-child), .lines td { width: 2.5rem; }
.lines .substitute { padding-left: var(--s4); }
.lines tfoot th, .lines tfoot td { border-top: 1px solid var(--rule); font-weight: 650; }
.footnote, .notice { color: var(--quiet); font-size: var(--small); padding-bottom: var(--s3); }
.notes { display: grid; gap: var(--s1); padding: var(--s3) 0; border-top: 1px solid var(--rule); font-size: 0.9375rem; }
.notes div { display: grid; grid-template-columns: 3rem 1fr; }
.notes dt { font-weight: 650; }
.notice { padding-top: var(--s3); max-width: 48rem; }

.chart img { display: block; width: 100%; height: auto; }
.chart figcaption { font-size: var(--small); padding: var(--s2) 0 var(--s4); }
.swings li { display: grid; grid-template-columns: 9.5rem 1fr auto; gap: 0 var(--s4); padding: var(--s2) 0; border-top: 1px solid var(--rule); }
.swings .gain { font-weight: 650; white-space: nowrap; }
.lineup > li { display: grid; grid-template-columns: 1.75rem 1fr; padding: var(--s1) 0; border-top: 1px solid var(--rule); }
.lineup .place { color: var(--quiet); }
.lineup .role { font-size: var(--small); margin-left: var(--s1); }
.lineup .left { color: var(--quiet); }
.side h3 { padding-bottom: var(--s1); }

@media (min-width: 48rem) {
  .cards.single { grid-template-columns: 1fr; max-width: 52rem; }
  .cards.single .card { display: grid; grid-template-columns: 1.1fr 1fr; gap: var(--s3) var(--s6); padding: var(--s5); }
  .cards.single .card-head { grid-column: 1 / -1; }
  .cards.single .card-score { grid-row: 3 / span 2; }
  .cards.single .card-team { font-size: 1.5rem; }
  .cards.single .card-team .runs { font-size: 2.5rem; }
  .cards.single .diamond { width: 7rem; }
}
@media (min-width: 60rem) {
  .game.on { grid-template-columns: minmax(0, 23rem) minmax(0, 1fr); grid-template-rows: auto auto 1fr; align-items: start; }
  .game .title, .game .headline { grid-column: 1 / -1; }
  .game.on .score { grid-column: 2; grid-row: 2; }
  .game.on .moment { grid-column: 1; grid-row: 2 / span 2; }
  .game.on .story { grid-column: 2; grid-row: 3; }
  .moment { position: sticky; top: var(--s4); }
  .sides { grid-template-columns: 1fr 1fr; }
  .game.on .sides { grid-template-columns: 1fr; }
}
@media (min-width: 80rem) { .game.on .sides { grid-template-columns: 1fr 1fr; } }
@media (max-width: 40rem) {
  .matchup-score { grid-template-columns: 1fr 5.25rem 5.25rem 1fr; gap: 0; }
  .headline .side { display: contents; }
  .headline .name { align-self: end; grid-row: 1; }
  .headline .away .name { grid-column: 1 / 3; text-align: left; }
  .headline .away .name::after { margin-left: 0; }
  .headline .home .name { grid-column: 3 / 5; text-align: right; }
  .headline .home .name::after { margin-left: auto; }
  .headline .runs { grid-row: 2; padding-top: var(--s2); }
  .headline .away .runs { grid-column: 1; justify-self: end; }
  .headline .home .runs { grid-column: 4; }
  .headline .state { grid-column: 2 / 4; grid-row: 2; width: auto; padding: var(--s2) 0 0 var(--s2); font-size: 0.8125rem; }
  main { padding-left: var(--s3); padding-right: var(--s3); }
  .score { position: sticky; top: 0; z-index: 1; padding: var(--s1) var(--s3); margin: 0 calc(-1 * var(--s3)); border-radius: 0; border-bottom: 1px solid var(--rule); }
  .linescore .atbat { margin-left: 0.3em; }
  .team-column { width: 5.75rem; }
  .inning-column { width: 0.875rem; }
  .total-column { width: 1.5rem; }
  .linescore tbody th { font-size: 0.875rem; padding-right: 0; }
  .linescore tbody td { font-size: 0.875rem; }
  .linescore .runs { font-size: 1.125rem; }
  .lines { font-size: 0.875rem; }
  .lines th:not(:first-child), .lines td { width: 1.625rem; }
  .lines .substitute { padding-left: var(--s3); }
  .story, .moment { border-radius: 0; margin: 0 calc(-1 * var(--s3)); padding-left: var(--s3); padding-right: var(--s3); }
  .tabs { margin: 0 calc(-1 * var(--s3)); padding: 0 var(--s1); }
  .tabs a { font-size: 0.875rem; padding: var(--s3) 0.4rem; }
  .swings li { grid-template-columns: 1fr auto; }
  .swings li > :first-child { grid-column: 1 / -1; }
}
@media (prefers-reduced-motion: no-preference) {
  .connection.connecting .light { animation: breathe 1.8s ease-in-out infinite; }
}
@keyframes breathe { 50% { opacity: 0.35; } }
@media print { .tabs, .connection { display: none; } .panel:not(.chosen) { display: block; } body { background: none; } }
`;
