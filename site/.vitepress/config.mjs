import { readdirSync, readFileSync } from "node:fs";
import { withMermaid } from "vitepress-plugin-mermaid";

const pages = new URL("../pages/", import.meta.url);

/** The groups of docs/index.md with their pages, which the side bar shows. */
function groups() {
  const text = readFileSync(new URL("index.md", pages), "utf8");
  return text
    .split(/^## /m)
    .slice(1)
    .map((group) => ({
      text: group.split("\n", 1)[0],
      items: [...group.matchAll(/^- \[([^\]]+)\]\(\.\/([\w-]+)\.md\)/gm)].map(([, title, page]) => ({
        text: title.replaceAll("`", ""),
        link: `/${page}`,
      })),
    }));
}

const reference = {
  text: "API",
  items: readdirSync(new URL("api/", pages))
    .filter((name) => name.endsWith(".md") && name !== "modules.md")
    .map((name) => name.slice(0, -".md".length))
    .map((name) => ({ text: name === "index" ? "dugout" : `dugout/${name}`, link: `/api/${name}` })),
};

const project = {
  text: "Project",
  items: [
    { text: "Overview", link: "/overview" },
    { text: "Architecture", link: "/architecture" },
    { text: "Contributing", link: "/contributing" },
    { text: "Changes", link: "/changelog" },
  ],
};

export default withMermaid({
  title: "Dugout",
  description: "The database layer for live baseball games on PostgreSQL.",
  srcDir: "pages",
  outDir: "dist",
  lastUpdated: false,
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    sidebar: [...groups(), reference, project],
    nav: [
      { text: "Guide", link: "/pd-game" },
      { text: "Reference", link: "/operations" },
      { text: "Operations", link: "/production" },
    ],
  },
});
