import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { html, render } from "../../../src/serve/page/html.js";
import { propertyRuns } from "../../support/property-runs.js";

describe("a template written as HTML", () => {
  it("writes texts, numbers, templates and lists one after the other, and nothing for null", () => {
    const list = html`<ul>${["a", "b"].map((text) => html`<li>${text}</li>`)}</ul>`;
    expect(render(html`<div>${list}${null}${7}</div>`)).toBe("<div><ul><li>a</li><li>b</li></ul>7</div>");
  });

  it("writes a boolean attribute or omits it", () => {
    expect(render(html`<p ?hidden=${true}></p><p ?hidden=${false}></p>`)).toBe("<p hidden></p><p></p>");
  });

  it("escapes every value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const written = render(html`<p title="${text}">${text}</p>`);
        expect(written).toMatch(/^<p title="[^"<>]*">[^<>"]*<\/p>$/);
      }),
      { numRuns: propertyRuns(500) },
    );
  });
});
